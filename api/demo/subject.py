"""The interface of trying Palio out, as a menu."""

from api.demo import page, routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,), pages=(page.routes,))
