"""Facts become messages: each kind is told to somebody or to nobody on purpose, in full, as it was then."""

from typing import Any

import msgspec
import pytest

from application.entry import commands as registrations
from application.match import commands as matches
from application.tournament import commands as tournaments
from domain.match.score import GameScore
from realtime.bracket.messages import BracketUpdated
from realtime.entry.messages import RegistrationCancelled, RegistrationCreated
from realtime.kernel.audiences import STAFF, VISITOR
from realtime.kernel.messages import Event
from realtime.kernel.rooms import Scope
from realtime.kernel.subject import Told, UnknownFact
from realtime.match.messages import MatchCompleted, MatchStarted
from realtime.relay import relay
from realtime.scene import Scene
from realtime.subjects import EVENTS, SUBJECTS, TOLD
from realtime.tournament.messages import TournamentUpdated
from tests.projections.test_exhaustive import stated
from tests.support.evening import Evening, run


def told(evening: Evening) -> list[Any]:
    """Every event for staff, in order, with who may see it."""
    scene, found = Scene(Scope("tournament", evening.tournament)), []
    for recorded in evening.facts.recorded:
        if recorded.tournament_id is not None:
            scene.fold(recorded)
            found.append(relay(recorded, scene))
    return [each for each in found if each is not None]


def seen(each: Told) -> list[str]:
    """By whom."""
    return [name for name, asking in (("visitor", VISITOR), ("staff", STAFF)) if each.seen_by(asking)]


def test_every_fact_there_is_becomes_a_message_or_is_told_to_nobody_on_purpose() -> None:
    assert set(TOLD) == stated()
    assert sum(len(subject.told) for subject in SUBJECTS) == len(TOLD)
    assert {telling.message for telling in TOLD.values() if telling} == set(EVENTS)


def test_a_fact_that_no_subject_names_is_no_silence_but_an_error() -> None:
    evening = run(Evening().created())
    unheard = msgspec.structs.replace(evening.facts.recorded[-1], topic="Match.SomethingNew")
    with pytest.raises(UnknownFact, match=r"does not know Match\.SomethingNew"):
        relay(unheard, Scene(Scope("tournament", evening.tournament)))


async def test_a_draft_is_for_its_staff_and_what_is_published_for_everyone() -> None:
    evening = await Evening().created()
    audiences = [(type(each.event), seen(each)) for each in told(evening)]
    assert audiences[0] == (TournamentUpdated, ["staff"])
    assert audiences[1:] == [(TournamentUpdated, ["visitor", "staff"])] * 2
    assert [each.event.data.status for each in told(evening)] == ["draft", "published", "registration_open"]


async def test_who_is_staff_is_told_to_staff_alone() -> None:
    evening = await Evening().created()
    helper = await evening.player("helper")
    assert helper.account is not None
    appoint = tournaments.AppointStaff(tournament=evening.tournament, account=helper.account, role="desk")
    await evening.send(appoint)
    await evening.send(tournaments.DismissStaff(tournament=evening.tournament, account=helper.account))
    appointed, dismissed = told(evening)[-2:]
    assert (seen(appointed), appointed.event.data.role) == (["staff"], "desk")
    assert (seen(dismissed), dismissed.event.data.role) == (["staff"], None)


async def test_a_match_is_told_with_its_names_from_the_draw_to_its_end() -> None:
    evening = await Evening().live(2, best_of=3)
    final = evening.match(1)
    await evening.send(matches.StartMatch(match=final.id))
    games = [GameScore([13, 7]), GameScore([13, 9])]
    await evening.send(matches.RuleResult(match=final.id, games=games))
    events = [each.event for each in told(evening)]
    started = next(event for event in events if isinstance(event, MatchStarted))
    completed = next(event for event in events if isinstance(event, MatchCompleted))
    assert [side and side.name for side in started.data.sides] == ["E1", "E2"]
    assert (completed.data.winner, completed.data.games, completed.data.ending) == (0, games, "played")
    over = [event for event in events if isinstance(event, BracketUpdated)][-1]
    assert [(place.entrant.name, place.low) for place in over.data.places] == [("E1", 1), ("E2", 2)]


async def test_an_earlier_event_is_told_as_it_was_then_whatever_came_after() -> None:
    evening = await Evening().live(4)
    for number in (1, 2):
        await evening.send(matches.AwardWalkover(match=evening.match(number).id, side=0, reason="x"))
    early, late = (
        Scene(Scope("tournament", evening.tournament)),
        Scene(Scope("tournament", evening.tournament)),
    )
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
    assert isinstance(entered, RegistrationCreated)
    assert isinstance(left, RegistrationCancelled)
    assert (entered.data.name, entered.data.status) == ("Ann", "registered")
    assert (left.data.name, left.data.status) == ("Ann", "withdrawn")


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_shape_of_its_own_in_the_schema(event: type[Event]) -> None:
    schema, _ = msgspec.json.schema_components([event])
    assert schema
    assert {"id", "prev", "position", "at", "data"} <= set(event.__struct_fields__)
