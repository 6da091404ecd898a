"""Addresses that sign whoever opens them in as somebody of the cast."""

from typing import Any

from api.kernel.services import Services
from demo.cast import AUDITOR, ORGANISER, SPECTATOR
from demo.edition import Edition
from domain.account.ids import account_id


def addresses(services: Services, edition: Edition) -> dict[str, Any]:
    """The page of an edition, and a link to it for each role."""
    page = f"/t/{edition.tournament}"
    player = next(entrant for entrant in edition.players if entrant.has_account)
    people = {"spectator": SPECTATOR, "player": player.handle, "organiser": ORGANISER, "auditor": AUDITOR}
    links = {role: _link(services, handle) for role, handle in people.items()}
    return {
        "name": edition.name,
        "tournament_id": edition.tournament,
        "page": services.rules.origin + page,
        "links": links,
    }


def _link(services: Services, handle: str) -> str:
    """Signs in as somebody, and leads to the newest tournament."""
    return f"{services.rules.origin}/demo/{handle}/{services.tokens.link(account_id(handle))}"
