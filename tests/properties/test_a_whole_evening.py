"""Any legal evening ends with one place for everyone, and its history says the same as the present."""

from collections import Counter
from itertools import cycle
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from application.bracket import commands as brackets
from application.entry import commands as registrations
from application.kernel.actor import Actor
from application.match import commands as matches
from application.tournament import commands as tournaments
from domain.account.ids import account_id
from domain.entry.entry_list import EntryList
from domain.entry.ids import entry_list_id
from domain.entry.registration import IN
from domain.kernel.refusals import Refusal
from domain.match.match import Match
from domain.match.score import GameScore
from domain.tournament.tournament import Tournament
from projections.kernel.changes import apply
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.properties.test_snapshots import say_the_same_from_any_snapshot_on
from tests.support.evening import Evening, run
from tests.support.places import no_place_is_promised_twice

PEOPLE = ["ann", "ben", "cat", "dan", "eve", "fay", "Gus", "Hal", "Ida", "Jan", "Kim", "Leo"]
FORMATS = [
    {"third_place": False},
    {"third_place": True},
    *({"format": "double-elimination", "grand_final": how} for how in ("none", "single", "reset")),
]
FINALS = {"none": -1, "single": 0, "reset": 1}
ENDINGS = ("agreed", "confirmed", "ruled", "forfeit", "no_show", "walkover", "both")
OPEN = ("ready", "live", "reported")
BEFORE_THE_DRAW = ("registration_open", "registration_closed", "check_in")
# Where an evening goes from each state: on, or by a detour.
NEXT: dict[str, list[type[msgspec.Struct]]] = {
    "registration_open": [tournaments.CloseRegistration],
    "registration_closed": [
        brackets.GenerateBracket,
        tournaments.OpenCheckIn,
        tournaments.OpenRegistration,
    ],
    "check_in": [brackets.GenerateBracket],
    "drawn": [brackets.FinalizeBracket],
    "finalized": [tournaments.StartTournament, brackets.UnfinalizeBracket],
    "completed": [tournaments.ArchiveTournament],
    "archived": [tournaments.RestoreTournament],
}
STEPS = [*{step: None for steps in NEXT.values() for step in steps}, brackets.RegenerateBracket]
people, sides, chance = st.sampled_from(PEOPLE), st.integers(0, 1), st.randoms(use_true_random=False)
endings = st.tuples(st.sampled_from(ENDINGS), sides)


def during(*statuses: str) -> Any:
    """Only while the tournament is in one of these states."""
    return precondition(lambda machine: machine.evening.status in statuses)


class AnEvening(RuleBasedStateMachine):
    """Everything that can be sent to one tournament, until all is played."""

    def __init__(self) -> None:
        super().__init__()
        self.evening = Evening()
        self.doubled = False

    @initialize(
        chosen=st.sampled_from(FORMATS),
        capacity=st.integers(2, 12),
        early=st.permutations(PEOPLE),
        entrants=st.integers(0, 12),
        until=st.sampled_from(["registration_open", "check_in", "drawn", "live"]),
        rest=st.lists(endings, min_size=1, max_size=11),
    )
    def begin(
        self,
        chosen: dict[str, Any],
        capacity: int,
        early: list[str],
        entrants: int,
        until: str,
        rest: list[tuple[str, int]],
    ) -> None:
        self.rest = cycle(rest)
        run(self.evening.created(**chosen, capacity=capacity))
        self.accounts = {name: run(self.evening.player(name)) for name in PEOPLE if name.islower()}
        for name in early[:entrants]:
            self.enter(name, override=False)
        for detour in (0, 1 if until == "check_in" else 0, 0, 0):
            if self.state != until:
                self.go_on(detour)

    # Sending, and what holds for every command

    def send(self, kind: type[msgspec.Struct], by: Actor | None = None, **fields: Any) -> bool:
        """Whether it was carried out; and then the same again states nothing."""
        if "tournament" in kind.__struct_fields__:
            fields["tournament"] = self.evening.tournament
        command = kind(**fields)
        carried_out = self._once(command, by)
        if carried_out:
            facts = len(self.evening.facts.all)
            self._once(command, by)
            assert len(self.evening.facts.all) == facts, "a satisfied command states nothing"
        return carried_out

    def _once(self, command: msgspec.Struct, by: Actor | None) -> bool:
        before, facts = self.entries, len(self.evening.facts.all)
        try:
            run(self.evening.send(command, by))
        except Refusal:
            assert len(self.evening.facts.all) == facts, "a refused command leaves no trace"
            return False
        self._places_are_kept(before, self.entries, command)
        return True

    def _places_are_kept(self, before: EntryList, after: EntryList, command: Any) -> None:
        if not getattr(command, "override", False):
            assert len(after.entered) <= max(after.capacity, len(before.entered))
        if self.evening.status in (*BEFORE_THE_DRAW, "seeded"):
            assert not after.waiting or len(after.entered) >= after.capacity, "no place is left empty"
        line = [one for one in before.waiting if one != getattr(command, "registration", None)]
        moved_up = [one for one in line if one in after.entered]
        still = [one for one in line if one in after.waiting]
        assert line == moved_up + still, "whoever waits longest moves up first"
        assert list(after.waiting)[: len(still)] == still, "the waitlist keeps its order"

    @property
    def entries(self) -> EntryList:
        return self.evening.now(entry_list_id(self.evening.tournament))  # type: ignore[no-any-return]

    # Before the draw

    @during(*BEFORE_THE_DRAW, "seeded")
    @rule(name=people, override=st.booleans())
    def enter(self, name: str, override: bool) -> None:
        if name.islower():
            self.send(registrations.Register, self.accounts[name], account=account_id(name), name=name)
        else:
            self.send(registrations.AddEntrant, name=name, override=override)

    @during(*BEFORE_THE_DRAW, "seeded")
    @rule(name=people, by_staff=st.booleans())
    def withdraw(self, name: str, by_staff: bool) -> None:
        by = None if by_staff else self.accounts.get(name)
        self.send(registrations.Withdraw, by, registration=self.evening.registration(name))

    @during(*BEFORE_THE_DRAW)
    @rule()
    def offer_one_place_more(self) -> None:
        definition = self.evening.now(self.evening.tournament).definition
        wider = msgspec.structs.replace(definition, capacity=definition.capacity + 1)
        self.send(tournaments.ChangeDefinition, definition=wider)

    @during("seeded")
    @rule()
    def change_what_is_played_at_the_end(self) -> None:
        definition = self.evening.now(self.evening.tournament).definition
        other = {"grand_final": "single" if definition.grand_final == "reset" else "reset"}
        if definition.format == "single-elimination":
            other = {"third_place": not definition.third_place}
        turned = msgspec.structs.replace(definition, **other)
        before = self.state
        assert self.send(tournaments.ChangeDefinition, definition=turned) == (before == "drawn")

    @during("check_in")
    @rule(name=people, by_staff=st.booleans(), undo=st.booleans())
    def check_in(self, name: str, by_staff: bool, undo: bool) -> None:
        kind = registrations.UndoCheckIn if undo else registrations.CheckIn
        by = None if by_staff or undo else self.accounts.get(name)
        self.send(kind, by, registration=self.evening.registration(name))

    @rule(kind=st.sampled_from(STEPS))
    def step_out_of_turn(self, kind: type[msgspec.Struct]) -> None:
        if kind not in NEXT.get(self.state, ()):
            self.send(kind)

    @rule(detour=st.integers(0, 5))
    def go_on(self, detour: int) -> None:
        """As an evening goes: whoever is entered checks in, but one; what is out of date is drawn again."""
        if self.state == "live":
            self.end_one(0)
            return
        if self.state == "check_in":
            for number, entrant in enumerate(self.entries.entered):
                if number != detour:
                    self.send(registrations.CheckIn, registration=entrant)
        if self.state == "drawn" and self.send(brackets.FinalizeBracket):
            assert self.present == set(self.evening.bracket.seeds)
            return
        if self.state == "drawn":
            self.send(brackets.RegenerateBracket)
        ways = NEXT[self.state]
        self.send(ways[detour if detour < len(ways) else 0])

    @property
    def present(self) -> set[Any]:
        """Whoever is in: entered, and not left out for not checking in."""
        return {one for one in self.entries.entered if self.evening.now(one).status in IN}

    @property
    def state(self) -> str:
        """The tournament's status, and once there is a draw until it is live the bracket's."""
        return self.evening.bracket.status if self.evening.status == "seeded" else self.evening.status

    # The draw

    @during("seeded")
    @rule(chance=chance, how=st.sampled_from(["swap", "change", "again"]))
    def seed(self, chance: Any, how: str) -> None:
        seeds = self.evening.bracket.seeds
        order = chance.sample(seeds, len(seeds))
        if how == "swap":
            self.send(brackets.SwapSeeds, entrant=order[0], seed=chance.randint(1, len(seeds)))
        else:
            self.send(brackets.ChangeSeeds if how == "change" else brackets.RegenerateBracket, seeds=order)

    # Play

    @during("live")
    @rule(which=st.integers(0, 5))
    def end_one(self, which: int) -> None:
        """One of the matches that can be played, each ending as its turn comes."""
        playable = [match for match in self.evening.matches() if match.status in OPEN]
        self.end(playable[which % len(playable)], *next(self.rest))

    def end(self, match: Match, ending: str, side: int) -> None:
        id_ = match.id
        games = [GameScore([1, 0] if side == 0 else [0, 1])]
        by = [self._account(entrant) for entrant in match.sides]
        self.send(matches.StartMatch, match=id_)
        if by[side] and ending in ("agreed", "confirmed"):
            self.send(matches.ReportResult, by[side], match=id_, games=games)
        if by[1 - side] and ending == "agreed":
            self.send(matches.ReportResult, by[1 - side], match=id_, games=games)
        if by[1 - side] and ending == "confirmed":
            self.send(matches.ConfirmResult, by[1 - side], match=id_)
        if ending in ("agreed", "confirmed", "ruled"):
            self.send(matches.RuleResult, match=id_, games=games)
        elif ending == "both":
            self.doubled |= self.send(matches.ForfeitBoth, match=id_)
        elif ending == "walkover":
            self.send(matches.AwardWalkover, match=id_, side=side, reason="decided at the desk")
        else:
            kind = matches.ForfeitMatch if ending == "forfeit" else matches.RecordNoShow
            self.send(kind, match=id_, side=side)
        assert self.evening.now(id_).status == "completed"

    def _account(self, entrant: Any) -> Actor | None:
        account = self.evening.now(entrant).account
        return Actor(account=account) if account else None

    # What always holds

    @invariant()
    def the_history_replays_to_the_present(self) -> None:
        kept = self.evening.kept()
        assert all(kept[id_] == self.evening.now(id_) for id_ in self.evening.facts.by_stream)

    @invariant()
    def nobody_plays_two_matches_at_once(self) -> None:
        if self.evening.facts.by_stream and self.evening.status == "live":
            seated = [one for match in self.evening.matches() if match.status in OPEN for one in match.sides]
            assert len(set(seated)) == len(seated)

    # The end

    def teardown(self) -> None:
        """Bring the evening to its end, wherever it stands, and look at what came of it."""
        if not self.evening.facts.by_stream:
            return
        for name in ("Mia", "Ned"):
            if len(self.present) < 2:
                self.send(registrations.AddEntrant, name=name, override=True)
        while self.evening.status not in ("completed", "archived"):
            self.go_on(detour=len(PEOPLE))
            self.the_history_replays_to_the_present()
            self.nobody_plays_two_matches_at_once()
        self.send(tournaments.RestoreTournament)
        everyone_has_one_place(self.evening, exact=not self.doubled)
        views_take_every_fact_twice(self.evening)
        for stream in (self.evening.bracket.id, self.entries.id):
            say_the_same_from_any_snapshot_on(self.evening.facts.by_stream[stream])


def everyone_has_one_place(evening: Evening, *, exact: bool) -> None:
    """Ranks are shared, never dense; without double forfeits every place is held."""
    bracket = evening.bracket
    entrants = len(bracket.seeds)
    definition = evening.now(evening.tournament).definition
    matches = entrants - 1 + (definition.third_place and entrants >= 4)
    if definition.format == "double-elimination":
        matches = 2 * entrants - 2 + FINALS[definition.grand_final]
    assert (evening.status, bracket.status) == ("completed", "completed")
    assert len(bracket.matches) == matches
    (completed,) = [fact.places for fact in evening.facts.all if isinstance(fact, Tournament.Completed)]
    assert Counter(placing.entrant for placing in completed) == Counter(bracket.seeds)
    ranks = Counter((placing.low, placing.high) for placing in completed)
    no_place_is_promised_twice(completed)
    if exact:
        assert all(high - low + 1 == count for (low, high), count in ranks.items())
        assert sum(high - low + 1 for low, high in ranks) == entrants


def views_take_every_fact_twice(evening: Evening) -> None:
    """The same facts again, one by one and all at once, change no row of any view."""
    facts = evening.facts.recorded
    for view in VIEWS:
        once = as_of(view, facts)
        again = as_of(view, [same for fact in facts for same in (fact, fact)])
        assert again == once, view.name
        apply(again, (change for fact in facts for change in view.project(fact)))
        assert again == once, view.name


AnEvening.TestCase.settings = settings(max_examples=150, stateful_step_count=30)
TestAnEvening = AnEvening.TestCase
