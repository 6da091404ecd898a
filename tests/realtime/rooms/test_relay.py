"""Facts become messages: each kind is told to somebody or to nobody on purpose, in full, as it was then."""

from typing import Any

import msgspec
import pytest

from application.entry import commands as registrations
from application.match import commands as matches
from application.tournament import commands as tournaments
from domain.match.score import GameScore
from realtime import messages as m
from realtime.relay import TOLD, Audience, relay
from realtime.scene import Scene
from tests.contract.test_stored_facts import facts
from tests.support.evening import Evening

SILENT = ("Account.", "Game.", "EntryList.")
"""Not of a tournament, or told by the registration that is behind it."""


def told(evening: Evening) -> list[Any]:
    """Every event for staff, in order, with its audience."""
    scene, found = Scene(evening.tournament), []
    for recorded in evening.facts.recorded:
        if recorded.tournament_id is not None:
            scene.fold(recorded)
            found.append(relay(recorded, scene))
    return [each for each in found if each is not None]


def test_every_kind_of_fact_is_told_or_is_silent_on_purpose() -> None:
    unknown = {topic for topic in facts() if topic not in TOLD and not topic.startswith(SILENT)}
    assert unknown == set()
    assert not [topic for topic in TOLD if topic.startswith(SILENT) or topic not in facts()]


async def test_a_draft_is_for_its_staff_and_what_is_published_for_everyone() -> None:
    evening = await Evening().created()
    audiences = [(type(each.event), each.audience) for each in told(evening)]
    assert audiences[0] == (m.TournamentUpdated, Audience.STAFF)
    assert audiences[1:] == [(m.TournamentUpdated, Audience.PUBLIC)] * 2
    assert [each.event.data.status for each in told(evening)] == ["draft", "published", "registration_open"]


async def test_who_is_staff_is_told_to_staff_alone() -> None:
    evening = await Evening().created()
    helper = await evening.player("helper")
    assert helper.account is not None
    appoint = tournaments.AppointStaff(tournament=evening.tournament, account=helper.account, role="desk")
    await evening.send(appoint)
    await evening.send(tournaments.DismissStaff(tournament=evening.tournament, account=helper.account))
    appointed, dismissed = told(evening)[-2:]
    assert (appointed.audience, appointed.event.data.role) == (Audience.STAFF, "desk")
    assert (dismissed.audience, dismissed.event.data.role) == (Audience.STAFF, None)


async def test_a_match_is_told_with_its_names_from_the_draw_to_its_end() -> None:
    evening = await Evening().live(2, best_of=3)
    final = evening.match(1)
    await evening.send(matches.StartMatch(match=final.id))
    games = [GameScore([13, 7]), GameScore([13, 9])]
    await evening.send(matches.RuleResult(match=final.id, games=games))
    events = [each.event for each in told(evening)]
    started = next(event for event in events if isinstance(event, m.MatchStarted))
    completed = next(event for event in events if isinstance(event, m.MatchCompleted))
    assert [side and side.name for side in started.data.sides] == ["E1", "E2"]
    assert (completed.data.winner, completed.data.games, completed.data.ending) == (0, games, "played")
    over = [event for event in events if isinstance(event, m.BracketUpdated)][-1]
    assert [(place.entrant.name, place.low) for place in over.data.places] == [("E1", 1), ("E2", 2)]


async def test_an_earlier_event_is_told_as_it_was_then_whatever_came_after() -> None:
    evening = await Evening().live(4)
    for number in (1, 2):
        await evening.send(matches.AwardWalkover(match=evening.match(number).id, side=0, reason="x"))
    early, late = Scene(evening.tournament), Scene(evening.tournament)
    every = [recorded for recorded in evening.facts.recorded if recorded.tournament_id is not None]
    for recorded in every:
        late.fold(recorded)
    for recorded in every:
        early.fold(recorded)
        assert relay(recorded, early) == relay(recorded, late)


async def test_whoever_enters_leaves_and_comes_is_told_by_name() -> None:
    evening = await Evening().created(capacity=2)
    ann = await evening.player("ann")
    assert ann.account is not None
    entry = registrations.Register(tournament=evening.tournament, account=ann.account, name="Ann")
    await evening.send(entry, ann)
    await evening.send(registrations.Withdraw(registration=evening.registration("ann"), reason=None), ann)
    entered, left = [each.event for each in told(evening)][-2:]
    assert isinstance(entered, m.RegistrationCreated)
    assert isinstance(left, m.RegistrationCancelled)
    assert (entered.data.name, entered.data.status) == ("Ann", "registered")
    assert (left.data.name, left.data.status) == ("Ann", "withdrawn")


@pytest.mark.parametrize("event", m.EVENTS)
def test_every_event_has_a_shape_of_its_own_in_the_schema(event: type[m.Event]) -> None:
    schema, _ = msgspec.json.schema_components([event])
    assert schema
    assert {"id", "prev", "position", "at", "data"} <= set(event.__struct_fields__)
