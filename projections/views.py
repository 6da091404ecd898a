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
    View("accounts", 1, accounts.project, ("Account.",)),
    View("games", 1, games.project, ("Game.",)),
    View("directory", 3, directory.project, ("Tournament.",)),
    View("registrations", 2, registrations.project, ("Registration.",)),
    View("bracket", 6, bracket.project, ("Bracket.",)),
    View("matches", 6, matches.project, ("Match.",)),
    View("standings", 5, standings.project, standings.TOPICS),
    View("feed", 5, feed.project, tuple(feed.TOLD)),
    View("audit", 6, audit.project),
)
