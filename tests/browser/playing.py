"""A tournament that goes on while it is watched."""

from typing import Any
from uuid import UUID

from eventstore.records import Scope
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

    async def draw_round(self) -> None:
        """Pair the next round of a Swiss."""
        answer = await self.organiser.post(self.at + "bracket/rounds/")
        assert answer.status_code == 200, answer.text
        self._matches = await numbered(self.organiser, self.at)

    async def finalize(self, stage: int) -> None:
        """Let the matches of a stage come into being."""
        answer = await self.organiser.post(f"{self.at}bracket/finalize/?stage={stage}")
        assert answer.status_code == 200, answer.text
        self._matches = await numbered(self.organiser, self.at)

    async def head(self) -> int:
        """The number of the last event, once every page shows it."""
        await self.organiser.get(self.at)
        return await self.organiser.services.reader.sequence(Scope("tournament", UUID(self.tournament)))

    async def _send(self, number: int, step: str, body: Any = None) -> None:
        answer = await self.organiser.post(f"/api/matches/{self._matches[number]}/{step}", body)
        assert answer.status_code == 200, answer.text


async def drawn(api: Caller, names: list[str], **definition: Any) -> Play:
    """One in play, nothing played yet; the first name is the first seed."""
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.live(names, **{"third_place": True, **definition})
    return Play(organiser, at, await numbered(organiser, at))


async def numbered(organiser: Caller, at: str) -> dict[int, str]:
    """The ids of the matches there are, by number."""
    found = (await organiser.get(at + "matches/")).json()["items"]
    return {match["number"]: match["id"] for match in found}


async def groups(api: Caller, names: list[str] = EIGHT) -> Play:
    """Two groups whose first two lead to playoffs; nothing is played."""
    stages = [
        {"name": "Groups", "format": "round-robin", "groups": 2, "draws": True},
        {"name": "Playoffs", "sources": [{"stage": 1, "ranks": [1, 2], "order": "crossed"}]},
    ]
    return await drawn(api, names, third_place=False, format="stages", stages=stages)


async def swiss(api: Caller, names: list[str]) -> Play:
    """A Swiss of three rounds, the first of which is drawn."""
    stages = [{"name": "Swiss", "format": "swiss", "rounds": 3, "draws": True}]
    return await drawn(api, names, third_place=False, format="stages", stages=stages)


async def halfway(api: Caller, names: list[str] = EIGHT) -> Play:
    """One with a match over, one being played, one given up, and others that wait."""
    play = await drawn(api, names, name="Harbour Open", slug="harbour-open")
    await play.played(1, 2, 1)
    await play.start(2)
    await play.forfeit(3, 1)
    await play.head()
    return play
