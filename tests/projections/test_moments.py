"""A moment of a tournament is a beginning of it; its views are folded from the facts they care for."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from msgspec.structs import replace

from application.kernel.engine import Engine
from eventstore.moments import AsOf
from eventstore.reader import Reader
from eventstore.records import Recorded, Scope
from projections.kernel.changes import Change
from projections.kernel.moments import Moments
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.projections.test_views import evening


async def test_where_the_clock_was_set_back_a_time_means_the_events_before_the_first_later_one(
    engine: Engine, reader: Reader, database: str
) -> None:
    tournament = await evening(engine)
    facts = await reader.of_scope(Scope("tournament", tournament))
    last, instant = len(facts), facts[0].recorded_at - timedelta(hours=1)
    async with await psycopg.AsyncConnection.connect(database, autocommit=True) as owner:
        await owner.execute("ALTER TABLE palio.facts DISABLE TRIGGER ALL")
        for sequence, seconds in enumerate((0, 5, 3, *range(6, 3 + last)), 1):
            await owner.execute(
                "UPDATE palio.facts SET recorded_at = %s WHERE scope = %s AND sequence = %s",
                (instant + timedelta(seconds=seconds), tournament, sequence),
            )

    async def reached(seconds: float) -> int:
        moment = AsOf(instant=instant + timedelta(seconds=seconds))
        return await reader.sequence_as_of(Scope("tournament", tournament), moment)

    assert [await reached(seconds) for seconds in (-1, 0, 4, 5, 6, 1000)] == [0, 1, 1, 3, 4, last]


async def test_a_number_and_a_position_are_moments_too(engine: Engine, reader: Reader) -> None:
    tournament = await evening(engine)
    facts = await reader.of_scope(Scope("tournament", tournament))
    moments = [AsOf(), AsOf(sequence=3), AsOf(sequence=len(facts)), AsOf(position=facts[4].position)]

    reached = [await reader.sequence_as_of(Scope("tournament", tournament), moment) for moment in moments]

    assert reached == [len(facts), 3, len(facts), 5]
    assert (
        await reader.sequence_as_of(Scope("tournament", tournament), AsOf(position=facts[0].position - 1))
        == 0
    )
    assert await reader.sequence_as_of(Scope("tournament", UUID(int=0)), AsOf()) == 0


TO_COME = [
    AsOf(sequence=0),
    AsOf(sequence=999),
    AsOf(position=999),
    AsOf(instant=datetime(2999, 1, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize("moment", TO_COME)
async def test_a_moment_still_to_come_is_none(engine: Engine, reader: Reader, moment: AsOf) -> None:
    tournament = await evening(engine)
    with pytest.raises(ValueError, match=r"an event between 1|a position up to|a time that has passed"):
        await reader.sequence_as_of(Scope("tournament", tournament), moment)


async def test_a_view_is_the_same_from_the_facts_of_its_topics_as_from_all(
    engine: Engine, reader: Reader
) -> None:
    await evening(engine)
    facts = await reader.since(0)
    for view in VIEWS:
        cared_for = [fact for fact in facts if fact.topic.startswith(view.topics)]
        assert as_of(view, cared_for) == as_of(view, facts), view.name


async def test_what_is_shown_of_a_moment_is_what_its_facts_say_and_is_folded_once(
    engine: Engine, reader: Reader
) -> None:
    tournament = await evening(engine)
    facts = await reader.of_scope(Scope("tournament", tournament))
    matches = next(view for view in VIEWS if view.name == "matches")
    asked: list[str] = []

    def counted(recorded: Recorded) -> Iterable[Change]:
        asked.append(recorded.topic)
        return matches.project(recorded)

    moments = Moments([replace(matches, on=dict.fromkeys(matches.on, counted))], reader)
    for sequence in (1, len(facts) // 2, len(facts), len(facts)):
        shown = await moments.after(Scope("tournament", tournament), sequence).select("matches", "match", {})
        assert shown == list(as_of(matches, facts[:sequence]).get("match", {}).values())
    assert asked == [fact.topic for fact in facts if fact.topic.startswith("Match.")]


async def test_a_moment_goes_on_from_a_later_one_never(engine: Engine, reader: Reader) -> None:
    tournament = await evening(engine)
    facts = await reader.of_scope(Scope("tournament", tournament))
    matches = next(view for view in VIEWS if view.name == "matches")
    moments = Moments([matches], reader)
    for sequence in (len(facts), len(facts) - 4, len(facts) - 2, len(facts) - 4):
        shown = await moments.after(Scope("tournament", tournament), sequence).select("matches", "match", {})
        assert shown == list(as_of(matches, facts[:sequence])["match"].values())


async def test_moments_looked_at_long_ago_are_forgotten(engine: Engine, reader: Reader) -> None:
    tournament = await evening(engine)
    moments = Moments(VIEWS, reader, kept=3 * 1024)
    for sequence in range(1, 11):
        await moments.after(Scope("tournament", tournament), sequence).select("matches", "match", {})
    assert [sequence for _, sequence, _ in moments._kept] == [8, 9, 10]
