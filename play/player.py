"""Plays a tournament file as an organiser would: one HTTP request after another."""

from collections.abc import Callable
from typing import Any

import httpx

from bootstrap.errors import Refused
from domain.formats.catalogue import PLAYED
from play.client import Client
from play.file import Game, Match, TournamentFile

TABLES = [name for name, played in PLAYED.items() if played.table]
Advance = Callable[[int, int], None]


class Played:
    """What came of it: the bracket of each stage, the tables of those that have one, and everyone's place."""

    def __init__(
        self,
        tournament: str,
        brackets: list[dict[str, Any]],
        tables: dict[int, dict[str, Any]],
        places: list[dict[str, Any]],
        events: int,
    ) -> None:
        self.tournament = tournament
        self.brackets = brackets
        self.tables = tables
        self.places = places
        self.events = events


class Player:
    """An organiser at work."""

    def __init__(self, http: httpx.AsyncClient, file: TournamentFile, advance: Advance) -> None:
        self._client = Client(http)
        self._file = file
        self._advance = advance
        self._done = 0
        self._total = 7 + len(file.entrants) + 2 * len(file.matches)

    async def play(self) -> Played:
        """From the first command to the last place.

        Raises Refused where the server refuses a step or the file's matches do not fit the draw; Unreachable.
        """
        definition = self._file.tournament.model_dump(mode="json")
        tournament = (await self._send("POST", "tournaments/", definition))["id"]
        at = f"tournaments/{tournament}/"
        for step in ("publish/", "open-registration/"):
            await self._send("POST", at + step)
        for entrant in self._file.in_seed_order():
            await self._send("POST", at + "entrants/", {"name": entrant.name})
        for step in ("close-registration/", "bracket/generate/", "bracket/finalize/", "start/"):
            await self._send("POST", at + step)
        await self._matches(at)
        brackets, tables = await self._stages(at)
        places = await self._client.get(at + "standings/")
        events = await self._client.get(at)
        return Played(tournament, brackets, tables, places["items"], events["sequence"])

    async def _stages(self, at: str) -> tuple[list[dict[str, Any]], dict[int, dict[str, Any]]]:
        """The bracket of each stage that was drawn, and the tables there are by stage."""
        brackets, tables = [], {}
        for stage in (await self._client.get(at + "stages/"))["items"]:
            number = stage["number"]
            if stage["status"] != "not drawn":
                brackets.append(await self._client.get(f"{at}bracket/?stage={number}"))
            if brackets and stage["played_as"]["format"] in TABLES:
                tables[number] = await self._client.get(f"{at}bracket/table/?stage={number}")
        return brackets, tables

    async def _matches(self, at: str) -> None:
        """In the file's order; the draw is read again when a match is not among those known to be ready.

        Where it still is not, a stage that is drawn by now is made final, or the next round is drawn.
        """
        ready: dict[frozenset[str], dict[str, Any]] = {}
        for number, match in enumerate(self._file.matches):
            pair = frozenset(match.sides)
            if pair not in ready:
                ready = await self._ready(at)
            if pair not in ready and (await self._challenge(at, match) or await self._go_on(at)):
                ready = await self._ready(at)
            if pair not in ready:
                first, second = match.sides
                raise Refused(f"matches[{number}]: {first} and {second} do not meet, or not yet")
            await self._match(ready.pop(pair), match)

    async def _challenge(self, at: str, match: Match) -> bool:
        """Whether the first side challenged the other, on a ladder that is being climbed."""
        for stage in (await self._client.get(at + "stages/"))["items"]:
            if stage["status"] == "finalized" and stage["played_as"]["format"] == "ladder":
                bracket = await self._client.get(f"{at}bracket/?stage={stage['number']}")
                ids = {seed["name"]: seed["registration_id"] for seed in bracket["seeds"]}
                first, second = (ids.get(name) for name in match.sides)
                body = {"registration_id": second, "stage": stage["number"]}
                await self._client.send("POST", f"tournaments/registrations/{first}/challenge/", body)
                return True
        return False

    async def _go_on(self, at: str) -> bool:
        """Whether a stage was made final, or had its next round drawn."""
        for stage in (await self._client.get(at + "stages/"))["items"]:
            query = f"?stage={stage['number']}"
            if stage["status"] == "drawn":
                await self._client.send("POST", f"{at}bracket/finalize/{query}")
                return True
            if stage["status"] == "finalized" and not stage["open"]:
                await self._client.send("POST", f"{at}bracket/rounds/{query}")
                return True
        return False

    async def _ready(self, at: str) -> dict[frozenset[str], dict[str, Any]]:
        found = await self._client.get(at + "matches/?status=ready")
        return {frozenset(side["name"] for side in match["sides"]): match for match in found["items"]}

    async def _match(self, drawn: dict[str, Any], match: Match) -> None:
        order = [match.sides.index(side["name"]) for side in drawn["sides"]]
        at = f"matches/{drawn['id']}/"
        for step, gone in (("forfeit/", match.forfeit), ("no-show/", match.no_show)):
            if gone is not None:
                side = [side["name"] for side in drawn["sides"]].index(gone)
                await self._send("POST", at + step, {"side": side})
                self._step()
                return
        await self._send("POST", at + "start/")
        await self._send("POST", at + "rule/", {"games": _games(match, order)})

    async def _send(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = await self._client.send(method, path, body)
        self._step()
        return answer

    def _step(self) -> None:
        self._done += 1
        self._advance(self._done, self._total)


def _games(match: Match, order: list[int]) -> list[dict[str, Any]]:
    """The games as the server takes them, by the sides it has; of many, their places and kills."""
    if match.places is None:
        return [_game(game, order) for game in match.played()]
    kills = match.kills or [0] * len(order)
    one = {"score": [kills[index] for index in order], "places": [match.places[index] for index in order]}
    return [one]


def _game(game: Game, order: list[int]) -> dict[str, Any]:
    shootout = game.shootout and [game.shootout[index] for index in order]
    return {
        "score": [game.score[index] for index in order],
        "overtime": game.overtime,
        "shootout": shootout,
    }
