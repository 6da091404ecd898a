"""A tournament that goes on while it is watched."""

from typing import Any
from uuid import UUID

from tests.support.api import Caller

EIGHT = ["Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal"]


class Play:
    """A tournament in play, and the organiser who leads it from one result to the next."""

    def __init__(self, organiser: Caller, at: str, matches: dict[int, str]) -> None:
        self.organiser = organiser
        self.at = at
        self.tournament = at.split("/")[3]
        self.page = f"/t/{self.tournament}"
        self._matches = matches

    async def start(self, number: int) -> None:
        """Begin a match."""
        await self._send(number, "start/")

    async def rule(self, number: int, *score: int) -> None:
        """Settle it."""
        await self._send(number, "rule/", {"games": [{"score": score}]})

    async def played(self, number: int, *score: int) -> None:
        """From its start to its result."""
        await self.start(number)
        await self.rule(number, *score)

    async def forfeit(self, number: int, side: int) -> None:
        """A side gives up."""
        await self._send(number, "forfeit/", {"side": side})

    async def head(self) -> int:
        """The number of the last event, once every page shows it."""
        await self.organiser.get(self.at)
        return await self.organiser.services.reader.sequence(UUID(self.tournament))

    async def _send(self, number: int, step: str, body: Any = None) -> None:
        answer = await self.organiser.post(f"/api/matches/{self._matches[number]}/{step}", body)
        assert answer.status_code == 200, answer.text


async def drawn(api: Caller, names: list[str], **definition: Any) -> Play:
    """One in play, nothing played yet; the first name is the first seed."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(names, **{"third_place": True, **definition})
    drawn = (await organiser.get(at + "matches/")).json()["items"]
    return Play(organiser, at, {match["number"]: match["id"] for match in drawn})


async def halfway(api: Caller, names: list[str] = EIGHT) -> Play:
    """One with a match over, one being played, one given up, and others that wait."""
    play = await drawn(api, names, name="Harbour Open", slug="harbour-open")
    await play.played(1, 2, 1)
    await play.start(2)
    await play.forfeit(3, 1)
    await play.head()
    return play
