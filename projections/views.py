"""Every view there is."""

from projections.accounts import projector as accounts
from projections.audit import projector as audit
from projections.bracket import projector as bracket
from projections.directory import projector as directory
from projections.feed import projector as feed
from projections.games import projector as games
from projections.matches import projector as matches
from projections.registrations import projector as registrations
from projections.standings import projector as standings
from projections.view import View

VIEWS = (
    View("accounts", 1, accounts.project),
    View("games", 1, games.project),
    View("directory", 2, directory.project),
    View("registrations", 1, registrations.project),
    View("bracket", 1, bracket.project),
    View("matches", 1, matches.project),
    View("standings", 1, standings.project),
    View("feed", 1, feed.project),
    View("audit", 1, audit.project),
)
