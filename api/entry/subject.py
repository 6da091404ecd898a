"""The interface of entries, as a menu."""

from api.entry import routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,))
