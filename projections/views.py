"""Every view there is."""

from projections.account import projector as accounts
from projections.audit import projector as audit
from projections.bracket import projector as bracket
from projections.entry import projector as registrations
from projections.feed import projector as feed
from projections.game import projector as games
from projections.kernel.view import View
from projections.match import projector as matches
from projections.standings import projector as standings
from projections.tournament import projector as directory

VIEWS = (
    View("accounts", 1, "projections.account", accounts.project, ("Account.",)),
    View("games", 1, "projections.game", games.project, ("Game.",)),
    View("directory", 3, "projections.tournament", directory.project, ("Tournament.",)),
    View("registrations", 2, "projections.entry", registrations.project, ("Registration.",)),
    View("bracket", 6, "projections.bracket", bracket.project, ("Bracket.",)),
    View("matches", 6, "projections.match", matches.project, ("Match.",)),
    View("standings", 5, "projections.standings", standings.project, standings.TOPICS),
    View("feed", 5, "projections.feed", feed.project, tuple(feed.TOLD)),
    View("audit", 6, "projections.audit", audit.project),
)
