"""The interface of stored facts, as a menu."""

from api.facts import routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,))
