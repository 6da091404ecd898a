"""The interface of the audit log, as a menu."""

from api.audit import routes
from api.kernel.subject import Routes

ROUTES = Routes(api=(routes.routes,))
