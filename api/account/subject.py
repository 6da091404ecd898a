"""The interface of accounts and of signing in, as a menu."""

from api.account import page, routes, tokens
from api.kernel.subject import Routes, Templates

ROUTES = Routes(
    api=(routes.routes, tokens.routes),
    pages=(page.routes,),
    templates=Templates(package="api.account"),
)
