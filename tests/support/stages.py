"""Stages of every format, and evenings in which they are played to their end as chance has it."""

from collections.abc import Callable, Collection
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import strategies as st

from application.bracket.commands import (
    Challenge,
    ConcludeStage,
    DrawRound,
    FinalizeBracket,
    RegenerateBracket,
)
from application.match.commands import (
    AwardWalkover,
    CorrectResult,
    ForfeitBoth,
    ForfeitMatch,
    RecordNoShow,
    RuleResult,
    StartMatch,
)
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.bracket.refusals import BracketOutdated, ChallengeRefused, NoMoreRounds, NoPairingLeft
from domain.formats.elimination.custom import Wish
from domain.formats.stages import Stage, drawn_as
from domain.formats.table.free_for_all import LARGEST, SMALLEST
from domain.match.match import PLAYABLE, Match
from domain.match.score import GameScore
from tests.support.evening import Evening, run

FORFEITS = {"forfeit": ForfeitMatch, "no_show": RecordNoShow}
ENTERED = ("played", "level", "placed")
GROUPINGS = ["snake", "effort"]
Between = Callable[["Staged"], None]


def of(low: int, high: int, **fields: Any) -> st.SearchStrategy[tuple[Stage, int]]:
    """A stage whose fields are given, or chosen from a list, and how many are in it."""
    chosen = {
        name: st.sampled_from(each if isinstance(each, list) else [each]) for name, each in fields.items()
    }
    return st.tuples(st.builds(Stage, **chosen), st.integers(low, high))


def eliminations(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Stages in which each match leads somewhere, and their entrants."""
    losers = [of(2, most, **{how: [True]}) for how in ("third_place", "consolation", "placement")]
    finals = {"grand_final": ["none", "single", "reset"], "skip_first_round": [False, True]}
    return st.one_of(
        of(2, most),
        *losers,
        of(2, most, format="double-elimination", **finals),
        of(2, most, format="gauntlet"),
        of(1, most // 4, format="gsl", grouping=GROUPINGS).map(lambda one: (one[0], 4 * one[1])),
        st.integers(2, most).map(lambda entrants: (own(entrants), entrants)),
    )


def own(entrants: int) -> Stage:
    """A bracket that somebody drew, as it happens like one that is played for every place."""
    drawn = drawn_as(Stage(placement=True), entrants)
    return Stage(
        format="custom",
        matches=[Wish(match.sides, match.name, match.bracket, match.round) for match in drawn],
    )


def round_robins(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Everyone meets everyone, in groups or alone, and may meet level."""
    groups = {"groups": [1, 1, 2, 3], "grouping": GROUPINGS, "cycles": [None, 1, 2, 3]}
    return st.one_of(
        of(6, most, format="round-robin", draws=[None, True], best_of=[1, 3], **groups),
        of(2, most, format="round-robin", cycles=[1, 2]),
        of(6, most, format="league", best_of=[1, 2], **groups),
        of(2, most, format="league"),
    )


def swisses(most: int, dutch: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Each round is paired on those before it."""
    rounds = [None, None, 1, 2, 4, 6]
    return st.one_of(
        of(2, most, format="swiss", rounds=rounds, draws=[None, True], scoring=[None, "three_points"]),
        of(2, dutch, format="swiss", system="dutch", rounds=rounds, draws=[None, True]),
        of(16, 16, format="swiss", system="valve", best_of=[1, 3]),
    )


def ladders(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Challenges move whoever wins them up."""
    return of(2, most, format="ladder", reach=[None, 1, 3], swap=[False, True])


def lobbies(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Many meet at once, all of them or so many, in lobbies that so many can play."""
    chosen = {"rounds": [None, 1, 2, 4], "place_points": [[], [10, 6, 3], [1]], "kill_points": [0, 1, 5]}
    several = of(SMALLEST, most, format="free-for-all", lobby=[3, 4, 5, 16], grouping=GROUPINGS, **chosen)
    return st.one_of(
        of(SMALLEST, min(most, LARGEST), format="free-for-all", **chosen),
        several.filter(lambda one: one[1] // -(-one[1] // (one[0].lobby or LARGEST)) >= SMALLEST),
    )


def tables(most: int) -> st.SearchStrategy[tuple[Stage, int]]:
    """Stages that standings decide."""
    return st.one_of(round_robins(most), swisses(most, min(most, 9)), ladders(most), lobbies(most))


class Staged:
    """An evening of stages, with the same ids as any other such evening; `chance` is all that may differ."""

    def __init__(self, entrants: int, *stages: Stage, chance: int = 0, both: int = 1) -> None:
        """`both` says how often two may lose the same match: out of ten or so."""
        self.evening = Evening()
        self.evening.tournament = UUID(int=7)
        self.random = Random(chance)
        self.chance, self.both, self.resting = chance, both, Random(chance).random() < 0.3
        self.told: dict[int, tuple[str, int]] = {}
        run(self.evening.live(entrants, format="stages", stages=list(stages)))

    # What there is

    @property
    def brackets(self) -> dict[int, Bracket]:
        """By stage, as the repository keeps them."""
        ids = [bracket_id(self.evening.tournament, number) for number in range(1, 4)]
        found = run(self.evening.repository.load(ids))
        return {bracket.stage: bracket for bracket in found.values()}

    def matches(self, stage: int) -> list[Match]:
        """Of the draw there is, in order."""
        bracket = self.brackets[stage]
        found = run(self.evening.repository.load([bracket.match_id(number) for number in bracket.matches]))
        return sorted(found.values(), key=lambda match: match.number)

    def match(self, number: int) -> Match:
        return self.evening.match(number)

    def ready(self) -> list[Match]:
        """What can be played."""
        return [match for stage in self.brackets for match in self.matches(stage) if match.status in PLAYABLE]

    @property
    def everyone(self) -> list[UUID]:
        """The entrants, in the order they came."""
        return [self.evening.registration(f"E{number}") for number in range(1, self.entered + 1)]

    @property
    def left(self) -> set[UUID]:
        """Who is out of some stage."""
        return {entrant for bracket in self.brackets.values() for entrant in bracket.left}

    @property
    def entered(self) -> int:
        return sum(type(fact).TOPIC == "Registration.Submitted" for fact in self.evening.facts.all)

    @property
    def over(self) -> bool:
        return (
            self.evening.repository.kept([self.evening.tournament])[self.evening.tournament].status
            == "completed"
        )

    def send(self, kind: type[msgspec.Struct], **fields: Any) -> list[Any]:
        """One command of the organiser's."""
        if "tournament" in kind.__struct_fields__:
            fields["tournament"] = self.evening.tournament
        return run(self.evening.send(kind(**fields)))  # type: ignore[no-any-return]

    # Playing

    def play(self, between: Between = lambda _: None, most: int = 100_000) -> "Staged":
        """Until the tournament is over, or so many matches were; `between` matches something may happen."""
        while not self.over and most:
            ready = self.ready()
            climbing = self.brackets[1].played_as.format == "ladder" and self.random.random() < 0.4
            if ready and not climbing:
                self.end(ready[self.random.randrange(len(ready))])
                most -= 1
            else:
                self.go_on()
            between(self)
        return self

    def end(self, match: Match) -> None:
        """As it is told to, or by a chance that is the same whenever the same two meet in that match."""
        ending, side = self.told.pop(match.number, None) or self.ending(match)
        if ending in ENTERED:
            if match.status == "ready":
                self.send(StartMatch, match=match.id)
            self.send(RuleResult, match=match.id, games=games(match, ending, side, self.left))
        elif ending == "both":
            self.send(ForfeitBoth, match=match.id)
        elif ending == "walkover":
            self.send(AwardWalkover, match=match.id, side=side, reason="decided at the desk")
        else:
            self.send(FORFEITS[ending], match=match.id, side=side)

    def correct(self, number: int, ending: str, side: int) -> None:
        """Let a match have ended so."""
        match = self.match(number)
        fields: dict[str, Any] = {"match": match.id, "reason": "it was typed wrong"}
        if ending in ENTERED:
            fields["games"] = games(match, ending, side, self.left)
        elif ending == "both":
            fields["both"] = True
        else:
            fields["forfeit"] = 1 - side if ending == "walkover" else side
        self.send(CorrectResult, **fields)

    def ending(self, match: Match) -> tuple[str, int]:
        """How the match ends: a way, and a side of it; where many meet, the chance their places come of."""
        met = Random(f"{match.number} {[str(side) for side in match.sides]} {self.chance}")
        if len(match.sides) > 2:
            able = len({*match.sides} - self.left) > 1
            return met.choice(["placed"] * 9 + ["both"] * self.both) if able else "both", met.getrandbits(32)
        ways = ["played"] * 8 + ["forfeit", "no_show", "walkover"]
        ways += ["level"] * 4 * match.level + ["both"] * self.both
        return met.choice(ways), met.randrange(2)

    def go_on(self) -> None:
        """What the organiser does where nothing can be played."""
        for number, bracket in self.brackets.items():
            stage = {"stage": number}
            if bracket.status == "drawn":
                try:
                    again = number > 1 and self.random.randrange(2)
                    self.send(RegenerateBracket if again else FinalizeBracket, **stage)
                except BracketOutdated:
                    self.send(RegenerateBracket, **stage)
                return
            if bracket.status == "finalized":
                try:
                    self.draw_further(number, bracket)
                except (NoMoreRounds, NoPairingLeft):
                    self.send(ConcludeStage, **stage, reason="nothing is left to play")
                return
        raise AssertionError("nothing can be played, and nothing drawn")

    def draw_further(self, stage: int, bracket: Bracket) -> None:
        """Another challenge on a ladder; or another round, in which some may rest."""
        if bracket.played_as.format == "ladder":
            self.challenge(stage)
        else:
            there = [entrant for entrant in bracket.seeds if entrant not in bracket.left]
            drawn = self.random.sample(there, self.resting and len(there) // 4)
            self.send(DrawRound, stage=stage, absent=drawn[::2], half_byes=drawn[1::2])

    def challenge(self, stage: int) -> None:
        """By somebody of somebody; some are refused. Raises NoMoreRounds for the end of the season."""
        bracket = self.brackets[stage]
        over = len(bracket.decided) == len(bracket.matches) > 0
        if over and self.random.randrange(len(bracket.seeds)) < len(bracket.matches) // 2:
            raise NoMoreRounds()
        one, other = self.random.sample(bracket.seeds, 2)
        try:
            self.send(Challenge, registration=one, challenged=other, stage=stage)
        except ChallengeRefused:
            return


def games(match: Match, ending: str, side: int, left: Collection[UUID]) -> list[GameScore]:
    """Games that side wins, all of them, or that are shared one by one; one where many meet."""
    if ending == "placed":
        able = [seat for seat, entrant in enumerate(match.sides) if entrant not in left]
        return [placed(able, len(match.sides), side)]
    if ending == "level":
        return [GameScore([2, 2])] * match.best_of
    return [GameScore([3 * (1 - side), 3 * side])] * (match.best_of // 2 + 1)


def placed(able: list[int], seats: int, chance: int) -> GameScore:
    """Places of many: here and there one is shared, or somebody of those who were able did not come."""
    random = Random(chance)
    came = random.sample(able, random.choice([len(able), len(able), random.randint(2, len(able))]))
    places = [0] * seats
    for place, seat in enumerate(came, 1):
        places[seat] = places[came[place - 2]] if place > 1 and random.randrange(5) == 0 else place
    return GameScore([random.randrange(4) for _ in range(seats)], places=places)
