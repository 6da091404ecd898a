"""The interface of brackets and stages, as a menu."""

from api.bracket import routes, seeding, stages
from api.bracket.pages import bracket, fragments, overlays, standings
from api.kernel.subject import Routes

ROUTES = Routes(
    api=(routes.routes, seeding.routes, stages.routes),
    pages=(bracket.routes, standings.routes, overlays.routes),
    templates=fragments.TEMPLATES,
    tabs={"Bracket": "", "Standings": "/standings"},
)
