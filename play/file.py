"""A tournament file: TOML, checked before anything is played; what is wrong is named with its place."""

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.kernel.fields import Count, Flag, Name
from api.tournament.models import Definition as Asked
from domain.kernel.refusals import InvalidDefinition
from domain.tournament.definition import Definition

Score = Annotated[list[Count], Field(min_length=2, max_length=2)]
OfEach = Annotated[list[Count], Field(min_length=2, max_length=64)]


class FileRefused(Exception):
    """The file cannot be played; one sentence for each thing that is wrong, with its place."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entrant(_Part):
    """Who takes part; `seed` counts from 1."""

    name: Name
    seed: Annotated[int, Field(strict=True, ge=1, le=4096)] | None = None
    rating: Count | None = None


class Game(_Part):
    """One game, in the order of the match's `sides`."""

    score: Score
    overtime: Flag = False
    shootout: Score | None = None


class Match(_Part):
    """One match as it was: a single game in place, several under `games`, or a side that gave up."""

    sides: Annotated[list[Name], Field(min_length=2, max_length=64)]
    score: Score | None = None
    overtime: Flag = False
    shootout: Score | None = None
    games: Annotated[list[Game], Field(min_length=1)] | None = None
    forfeit: Name | None = None
    no_show: Name | None = None
    places: OfEach | None = None
    kills: OfEach | None = None

    def played(self) -> list[Game]:
        """The games, however they were written."""
        if self.games is not None:
            return self.games
        if self.score is None:
            return []
        return [Game(score=self.score, overtime=self.overtime, shootout=self.shootout)]


class TournamentFile(_Part):
    """A whole tournament."""

    tournament: Asked
    entrants: Annotated[list[Entrant], Field(min_length=2, max_length=4096)]
    matches: list[Match] = []

    def in_seed_order(self) -> list[Entrant]:
        """Entrants from seed 1 on; without seeds, the best rated first, or as they stand."""
        return sorted(self.entrants, key=lambda entrant: (entrant.seed or 0, -(entrant.rating or 0)))


def read(path: Path) -> TournamentFile:
    """The file, or FileRefused."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        reason = getattr(failure, "strerror", None) or "it is not UTF-8 text"
        raise FileRefused(f"{path}: cannot be read: {reason}") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> TournamentFile:
    """The text of a file called `name`, or FileRefused."""
    try:
        file = TournamentFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(f"{name}: this is no TOML: {error}") from None
    except ValidationError as error:
        wrong = [_sentence(text, part["loc"], part["msg"]) for part in error.errors(include_input=False)]
        raise FileRefused("\n".join(f"{name}: {sentence}" for sentence in wrong[:20])) from None
    if wrong := list(_contradictions(file, text)):
        raise FileRefused("\n".join(f"{name}: {sentence}" for sentence in wrong[:20]))
    return file


def _contradictions(file: TournamentFile, text: str) -> list[str]:
    found = [*_definition(file, text), *_entrants(file, text)]
    names = {entrant.name for entrant in file.entrants}
    level = not found and _may_end_level(file)
    for index, match in enumerate(file.matches):
        found += [_sentence(text, ("matches", index, *at), what) for at, what in _match(match, names, level)]
    return found


def _may_end_level(file: TournamentFile) -> bool:
    """Whether some stage has matches that may."""
    return any(stage.is_table and stage.level_games for stage in _asked(file).plan)


def _asked(file: TournamentFile) -> Definition:
    return msgspec.convert(file.tournament.model_dump(), Definition)


def _definition(file: TournamentFile, text: str) -> list[str]:
    """What the engine would refuse, said before anything is played."""
    try:
        _asked(file).check()
    except InvalidDefinition as refusal:
        field, problem = refusal.context["field"], refusal.context["problem"]
        return [_sentence(text, ("tournament", field), problem)]
    return []


def _entrants(file: TournamentFile, text: str) -> list[str]:
    found, seen = [], set()
    for index, entrant in enumerate(file.entrants):
        if entrant.name in seen:
            found.append(_sentence(text, ("entrants", index, "name"), f'"{entrant.name}" is entered twice'))
        seen.add(entrant.name)
    seeds = [entrant.seed for entrant in file.entrants]
    if any(seeds) and sorted(seed or 0 for seed in seeds) != list(range(1, len(seeds) + 1)):
        found.append(f"entrants: seeds must be 1 to {len(seeds)}, each once, or left out for everyone")
    if len(file.entrants) > file.tournament.capacity:
        found.append(f"entrants: {len(file.entrants)} are more than the capacity {file.tournament.capacity}")
    return found


def _match(match: Match, names: set[str], level: bool) -> list[tuple[tuple[str | int, ...], str]]:
    found: list[tuple[tuple[str | int, ...], str]] = []
    for side, name in enumerate(match.sides):
        if name not in names:
            close = get_close_matches(name, names, 1)
            hint = f'; did you mean "{close[0]}"?' if close else ""
            found.append((("sides", side), f'"{name}" is no entrant{hint}'))
    if len(set(match.sides)) < len(match.sides):
        found.append((("sides",), "nobody plays against oneself"))
    ways = ("score", "games", "forfeit", "no_show", "places")
    if len([name for name in ways if getattr(match, name) is not None]) != 1:
        found.append(((), "needs exactly one of score, games, forfeit, no_show and places"))
    for name, given in (("places", match.places), ("kills", match.kills)):
        if given is not None and len(given) != len(match.sides):
            found.append(((name,), f"one for each of the {len(match.sides)} sides"))
    gone = {"forfeit": match.forfeit, "no_show": match.no_show}
    found += [
        ((name,), f'"{who}" does not play in this match')
        for name, who in gone.items()
        if who is not None and who not in match.sides
    ]
    for number, game in enumerate(match.played()):
        found += _game(game, ("games", number) if match.games else (), level)
    return found


def _game(game: Game, at: tuple[str | int, ...], may_be: bool) -> list[tuple[tuple[str | int, ...], str]]:
    level = game.score[0] == game.score[1]
    if game.shootout is None:
        return [((*at, "score"), "a level game needs a shootout")] if level and not may_be else []
    if not level:
        return [((*at, "shootout"), "only a level game goes to a shootout")]
    if game.shootout[0] == game.shootout[1]:
        return [((*at, "shootout"), "a shootout must decide the game")]
    return []


def _sentence(text: str, at: tuple[Any, ...], problem: str) -> str:
    """`line 47, matches[3].sides[0]: …`; the line is that of the table's header."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at).lstrip(".")
    line = _line(text, at)
    where = f"line {line}, {path}" if line else path
    return f"{where}: {problem[0].lower()}{problem[1:]}"


def _line(text: str, at: tuple[Any, ...]) -> int | None:
    if len(at) < 2 or not isinstance(at[1], int):
        pattern, nth = rf"^\s*\[{re.escape(str(at[0]))}\]", 0
    else:
        pattern, nth = rf"^\s*\[\[{re.escape(str(at[0]))}\]\]", at[1]
    headers = [number for number, line in enumerate(text.splitlines(), 1) if re.match(pattern, line)]
    return headers[nth] if nth < len(headers) else None
