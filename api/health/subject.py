"""The interface of whether we are well, as a menu."""

from api.health import routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,))
