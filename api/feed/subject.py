"""The interface of the feed, as a menu."""

from api.feed import page, routes
from api.kernel.subject import Routes, Templates

ROUTES = Routes(
    api=(routes.routes,),
    pages=(page.routes,),
    templates=Templates(package="api.feed"),
    tabs={"Feed": "/feed"},
)
