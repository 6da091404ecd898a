"""Every view there is."""

from projections.directory import projector as directory
from projections.matches import projector as matches
from projections.registrations import projector as registrations
from projections.standings import projector as standings
from projections.view import View

VIEWS = (
    View("directory", 1, directory.project),
    View("registrations", 1, registrations.project),
    View("matches", 1, matches.project),
    View("standings", 1, standings.project),
)
