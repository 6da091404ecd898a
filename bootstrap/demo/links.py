"""Addresses that sign whoever opens them in as somebody of the cast."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from api.services import Services
from bootstrap.demo.cast import AUDITOR, ORGANISER, SPECTATOR
from bootstrap.demo.edition import Edition
from domain.ids import account_id


def addresses(services: Services, edition: Edition) -> dict[str, Any]:
    """The page of an edition, and a link to it for each role."""
    page = f"/t/{edition.tournament}"
    player = next(entrant for entrant in edition.players if entrant.has_account)
    people = {"spectator": SPECTATOR, "player": player.handle, "organiser": ORGANISER, "auditor": AUDITOR}
    links = {role: _link(services, account_id(handle), page) for role, handle in people.items()}
    return {
        "name": edition.name,
        "tournament_id": edition.tournament,
        "page": services.rules.origin + page,
        "links": links,
    }


def _link(services: Services, account: UUID, page: str) -> str:
    """Signs in as an account, and leads to the page."""
    asked = urlencode({"token": services.tokens.link(account), "next": page})
    return f"{services.rules.origin}/demo/sign-in?{asked}"
