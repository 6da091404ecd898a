"""The interface of matches, as a menu."""

from api.kernel.subject import Routes, Templates
from api.match import correction, page, routes, words
from api.match.linked import match_event

ROUTES = Routes(
    api=(routes.routes,),
    pages=(page.routes, correction.routes),
    templates=Templates(package="api.match", filters=words.FILTERS, functions={"match_event": match_event}),
)
