"""Plays an edition on; it goes by what the API shows alone, and so goes on from wherever it finds it."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import cycle

import httpx

from bootstrap.errors import Refused
from demo.cast import Cast
from demo.script import Match, due, next_act, opening
from play.client import Client

BEATS = (3.0, 2.0, 4.0, 2.5, 3.5)
"""Seconds between two acts, so that it does not tick like a clock."""
PATIENCE = 10
"""Refusals on end before something must be wrong: until then, somebody else was quicker."""


class Bot:
    """Staff and the players with accounts, at work on one tournament."""

    def __init__(self, client: Client, cast: Cast, tournament: str, speed: float | None) -> None:
        """`speed` is how many times as fast as life; None for no pause at all."""
        self._client = client
        self._cast = cast
        self._at = f"tournaments/{tournament}/"
        self._registrations = f"tournaments/registrations/?tournament_id={tournament}&limit=200"
        self._pauses = cycle(beat / speed if speed else 0.0 for beat in BEATS)
        self._players: dict[str, httpx.Auth | None] = {}
        self._refused = 0

    async def begin(self) -> None:
        """At once to where there is something to see: round 1 is over, and a match of the next is live."""
        while await self._act(opening):
            pass

    async def play(self) -> str:
        """To the end; the tournament's status then."""
        while True:
            await asyncio.sleep(next(self._pauses))
            if not await self._act(due):
                status = str((await self._client.get(self._at))["status"])
                if status != "live":
                    return status

    async def _act(self, choose: Callable[[Sequence[Match]], Match | None]) -> bool:
        """One act in the match that is chosen; whether there was one."""
        found = await self._client.get(self._at + "matches/")
        match = choose(found["items"])
        if match is None:
            return False
        players = await self._sides(match)
        act = next_act(match, [player is not None for player in players])
        who = self._cast.organiser if act.side is None else players[act.side]
        path = f"matches/{match['id']}/{act.step}/"
        try:
            await self._client.send("POST", path, act.body, key=f"{path}{act.side}", auth=who)
        except Refused:
            self._refused += 1
            if self._refused == PATIENCE:
                raise
        else:
            self._refused = 0
        return True

    async def _sides(self, match: Match) -> list[httpx.Auth | None]:
        """Who plays on each side, signed in; None for whoever has no account."""
        if not self._players:
            found = await self._client.get(self._registrations)
            self._players = {row["id"]: self._cast.of(row["account_id"]) for row in found["items"]}
        return [self._players[side["registration_id"]] for side in match["sides"]]
