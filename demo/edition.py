"""The tournaments of a demo, one after another; every step of making one has a key, and so happens once."""

import re
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from demo.cast import AUDITOR, ORGANISER, Cast
from demo.players import Entrant, entrants
from domain.account.ids import account_id
from play.client import Client

SLUG = re.compile(r"demo-cup-([0-9]{1,9})")
OVER = ("completed", "cancelled", "archived")
RULES = "Best of three to 13. The winner reports, the other side confirms; where they differ, staff rule."
Advance = Callable[[int, int], None]


class Edition(msgspec.Struct, frozen=True):
    """One tournament of the demo, in play; `players` from seed 1 on."""

    tournament: str
    name: str
    players: list[Entrant]


class Editions:
    """Finds the edition that is being played, or makes the next."""

    def __init__(self, client: Client, cast: Cast, advance: Advance) -> None:
        self._client = client
        self._cast = cast
        self._advance = advance

    async def latest(self, players: int) -> Edition:
        """The latest edition unless it is over, brought into play, or else a new one of so many players."""
        path = f"tournaments/?owner={account_id(ORGANISER)}&limit=200"
        for row in (await self._client.get(path, auth=self._cast.organiser))["items"]:
            if named := SLUG.fullmatch(row["slug"]):
                number, over = int(named[1]), row["status"] in OVER
                return await self._made(number + over, players if over else row["definition"]["capacity"])
        return await self._made(1, players)

    async def _made(self, number: int, players: int) -> Edition:
        """Whatever was done of it before is answered as it was then."""
        edition, name = _Making(self._client, self._cast, number), f"Demo Cup {number}"
        definition = {
            "name": name,
            "slug": f"demo-cup-{number}",
            "best_of": 3,
            "format": "double-elimination",
            "capacity": players,
            "rules": RULES,
        }
        tournament = (await edition.step("tournaments/", definition))["id"]
        at = f"tournaments/{tournament}/"
        await edition.step(f"{at}staff/{account_id(AUDITOR)}/", {"role": "organiser"}, method="PUT")
        for step in ("publish/", "open-registration/"):
            await edition.step(at + step)
        everyone = entrants(players)
        for done, entrant in enumerate(everyone, 1):
            await edition.enter(entrant, tournament)
            self._advance(done, players)
        for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
            await edition.step(at + step)
        return Edition(tournament, name, everyone)


class _Making:
    """Sends the steps of one edition."""

    def __init__(self, client: Client, cast: Cast, number: int) -> None:
        self._client = client
        self._cast = cast
        self._key = f"demo-cup-{number}"

    async def step(
        self, path: str, body: Any = None, *, method: str = "POST", by: httpx.Auth | None = None, of: str = ""
    ) -> dict[str, Any]:
        """By the organiser or, where that is given, another; `of` tells steps at the same path apart."""
        key = f"{self._key}/{path}{of}"
        return await self._client.send(method, path, body, key=key, auth=by or self._cast.organiser)

    async def enter(self, entrant: Entrant, tournament: str) -> None:
        """With the entrant's own account, or through staff."""
        if entrant.has_account:
            player = await self._cast.join(entrant.handle, entrant.name)
            entry = {"tournament_id": tournament, "name": entrant.name}
            await self.step("tournaments/registrations/", entry, by=player)
        else:
            await self.step(f"tournaments/{tournament}/entrants/", {"name": entrant.name}, of=entrant.handle)
