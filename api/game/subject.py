"""The interface of games, as a menu."""

from api.game import routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,))
