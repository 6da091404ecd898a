"""Facts become messages: each kind is told to somebody or to nobody on purpose, in full, as it was then."""

import msgspec
import pytest

from application.match import commands as matches
from realtime.kernel.messages import Event
from realtime.kernel.subject import UnknownFact
from realtime.relay import relay
from realtime.subjects import EVENTS, SUBJECTS, TOLD
from tests.projections.test_exhaustive import stated
from tests.support.evening import Evening
from tests.support.telling import scene


def test_every_fact_there_is_becomes_a_message_or_is_told_to_nobody_on_purpose() -> None:
    assert set(TOLD) == stated()
    assert sum(len(subject.told) for subject in SUBJECTS) == len(TOLD)
    assert {telling.message for telling in TOLD.values() if telling} == set(EVENTS)


async def test_a_fact_that_no_subject_names_is_no_silence_but_an_error() -> None:
    evening = await Evening().created()
    unheard = msgspec.structs.replace(evening.facts.recorded[-1], topic="Match.SomethingNew")
    with pytest.raises(UnknownFact, match=r"does not know Match\.SomethingNew"):
        relay(unheard, scene(evening))


async def test_a_fact_that_could_not_be_read_is_told_to_nobody() -> None:
    evening = await Evening().created()
    unread = msgspec.structs.replace(evening.facts.recorded[-1], topic="", event=None)
    assert relay(unread, scene(evening)) is None


async def test_an_earlier_event_is_told_as_it_was_then_whatever_came_after() -> None:
    evening = await Evening().live(4)
    for number in (1, 2):
        await evening.send(matches.AwardWalkover(match=evening.match(number).id, side=0, reason="x"))
    early, late = scene(evening), scene(evening)
    every = [recorded for recorded in evening.facts.recorded if recorded.tournament_id is not None]
    for recorded in every:
        late.fold(recorded)
    for recorded in every:
        early.fold(recorded)
        assert relay(recorded, early) == relay(recorded, late)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_has_a_shape_of_its_own_in_the_schema(event: type[Event]) -> None:
    schema, _ = msgspec.json.schema_components([event])
    assert schema
    assert {"id", "prev", "position", "at", "data"} <= set(event.__struct_fields__)
