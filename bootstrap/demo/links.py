"""Addresses that sign whoever opens them in as somebody of the cast."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from api.services import Services
from bootstrap.demo.cast import AUDITOR, ORGANISER, SPECTATOR
from bootstrap.demo.edition import Edition
from domain.ids import account_id


async def addresses(services: Services, edition: Edition) -> dict[str, Any]:
    """The page of an edition, and a link to it for each role."""
    page = f"/t/{edition.tournament}"
    player = next(entrant for entrant in edition.players if entrant.has_account)
    people = {"spectator": SPECTATOR, "player": player.handle, "organiser": ORGANISER, "auditor": AUDITOR}
    links = {role: await _link(services, account_id(handle), page) for role, handle in people.items()}
    return {
        "name": edition.name,
        "tournament_id": edition.tournament,
        "page": services.rules.origin + page,
        "links": links,
    }


async def _link(services: Services, account: UUID, page: str) -> str:
    """Signs in as an account, and leads to the page."""
    token = services.tokens.mint(account, (await services.sessions.begin(account)).family)
    return f"{services.rules.origin}/demo/sign-in?{urlencode({'token': token, 'next': page})}"
