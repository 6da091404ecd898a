"""The interface of tournaments, as a menu."""

from api.kernel.subject import Routes
from api.tournament import directory, frame, routes

ROUTES = Routes(
    api=(routes.routes,),
    pages=(directory.routes,),
    templates=frame.TEMPLATES,
)
