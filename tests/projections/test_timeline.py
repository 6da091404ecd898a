"""Views fact by fact: what each fact touched, and what rows held after any earlier one."""

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from application.bracket.commands import ReplaceEntrant
from application.match.commands import RuleResult, StartMatch
from eventstore.records import Recorded
from projections.kernel.changes import Change
from projections.kernel.filling import Untaken
from projections.kernel.view import as_of
from projections.match.projector import VIEW
from projections.match.then import PAST, then
from projections.timeline.timeline import Timeline
from projections.views import VIEWS
from tests.support.given import Told, did, given, live

SIDES = ("side_0", "side_1")


def replaced() -> Told:
    """Somebody came in for one who sat in a match that was going on; then it was played."""
    told = given(live("A", "B", "C", "D", "E", capacity=4), did(StartMatch, match=1))
    told.when(ReplaceEntrant, entrant="A", comer=told.evening.registration("E"), reason="A is ill")
    return told.after(did(StartMatch, match=1), did(RuleResult, match=1, games="2-0"))


def test_its_tables_are_those_of_the_views_after_every_fact() -> None:
    facts = replaced().evening.facts.recorded
    timeline = Timeline(VIEWS)
    for number, fact in enumerate(facts, 1):
        timeline.take(fact)
        if number % 7 == 0 or number == len(facts):
            assert timeline.tables == {view.name: as_of(view, facts[:number]) for view in VIEWS}


def test_each_fact_touches_rows_as_they_were_before_and_as_they_are_after() -> None:
    told = replaced()
    timeline, statuses = Timeline([VIEW]), []
    for fact in told.evening.facts.recorded:
        touched = timeline.take(fact)
        if fact.originator_id == told.evening.match_id(1):
            statuses += [(each.before and each.before["status"], each.after["status"]) for each in touched]
    changed = [(before, after) for before, after in statuses if before != after]
    assert changed == [
        (None, "scheduled"),
        ("scheduled", "live"),
        ("live", "scheduled"),
        ("scheduled", "live"),
        ("live", "completed"),
    ]


@pytest.mark.parametrize("lean", [False, True])
def test_the_past_is_what_the_view_was_after_each_event_whatever_came_after(lean: bool) -> None:
    told = replaced()
    tournament, match = told.evening.tournament, told.evening.match_id(1)
    facts = [fact for fact in told.evening.facts.recorded if fact.tournament_id == tournament]
    timeline = Timeline([VIEW], PAST, lean=lean)
    timeline.take_all(facts)
    for event in range(len(facts) + 1):
        row = as_of(VIEW, facts[:event]).get("match", {}).get((tournament, match))
        past = then(timeline, tournament, match, event)
        assert (past and [past[side] for side in SIDES]) == (row and [row.get(side) for side in SIDES])


def test_what_is_lean_keeps_nothing_but_the_columns_of_its_past() -> None:
    timeline = Timeline(VIEWS, {VIEW.name: {"match": ("number",)}}, lean=True)
    timeline.take_all(replaced().evening.facts.recorded)
    assert {name for name, tables in timeline.tables.items() if tables} == {VIEW.name}
    (row, *_) = timeline.tables[VIEW.name]["match"].values()
    assert set(row) == {"tournament_id", "match_id", "number"}


def test_a_fact_that_a_view_cannot_take_is_taken_by_the_others_and_named() -> None:
    def broken(recorded: Recorded) -> Iterable[Change]:
        raise LookupError(recorded.topic)

    facts = replaced().evening.facts.recorded
    others = [view for view in VIEWS if view is not VIEW]
    timeline = Timeline([replace(VIEW, on={**VIEW.on, "Match.Started": broken}), *others])
    untaken = 0
    for fact in facts:
        try:
            timeline.take(fact)
        except Untaken as error:
            assert (error.view, error.position) == (VIEW.name, fact.position)
            untaken += 1
    assert untaken == [fact.topic for fact in facts].count("Match.Started") == 2
    for view in others:
        assert timeline.tables[view.name] == as_of(view, facts)
