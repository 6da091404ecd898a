"""What the feed tells everyone, and what it keeps to itself."""

from collections.abc import Collection
from uuid import UUID

import pytest

from application.bracket.commands import ChangeSeeds, RecordConduct, ReplaceEntrant
from application.entry.commands import AddEntrant, Disqualify, Withdraw
from application.match.commands import StartMatch
from domain.formats.stages import Stage
from eventstore.records import Recorded
from projections.feed.queries import feed
from projections.kernel.changes import Tables
from projections.kernel.rows import MemoryRows
from projections.kernel.view import as_of
from projections.views import VIEWS
from tests.support.evening import run
from tests.support.given import Told, did, drawn, given, live

FEED = next(view for view in VIEWS if view.name == "feed")


def test_why_somebody_was_put_out_is_told_and_why_somebody_withdrew_is_not() -> None:
    told = given(
        live("Ann", "Ben", "Cat", "Dan"),
        did(Withdraw, registration="Ann", reason="a broken arm"),
        did(Disqualify, registration="Ben", reason="two phones"),
    )
    entries = as_of(FEED, told.evening.facts.recorded)["entry"].values()
    said = {entry["topic"]: entry["said"] for entry in entries}
    assert said["Registration.Disqualified"] == {"reason": "two phones"}
    assert "a broken arm" not in str(said)


def sentences(told: Told) -> list[str]:
    """The feed as it is read, from the first entry to the last."""

    async def tables(name: str) -> Tables:
        view = next(view for view in VIEWS if view.name == name)
        return as_of(view, told.evening.facts.recorded)

    async def facts(streams: Collection[UUID]) -> list[Recorded]:
        return [fact for fact in told.evening.facts.recorded if fact.originator_id in streams]

    page = run(feed(MemoryRows(tables, 0, facts), told.evening.tournament, after=None, limit=200))
    return [entry["text"] for entry in page.items][::-1]


def test_whoever_comes_late_is_told_of_and_so_is_the_side_that_opens_for_the_match_this_adds() -> None:
    told = given(live("Ann", "Ben", "Cat", capacity=4)).when(AddEntrant, name="Zoe", override=True)
    assert sentences(told)[-3:] == [
        "Zoe came late, and is in the draw.",
        "Zoe entered.",
        "Final (match 2): a side of it is open again.",
    ]


def test_a_match_that_was_going_on_is_open_again_as_a_whole() -> None:
    told = given(live("Ann", "Ben", "Cat", "Dan", "Eve", capacity=4), did(StartMatch, match=1))
    ann, eve = (told.evening.registration(name) for name in ("Ann", "Eve"))
    told.when(ReplaceEntrant, entrant=ann, comer=eve, reason="ill")
    assert sentences(told)[-3:] == [
        "Eve came in for Ann.",
        "Semi-final 1 (match 1) is open again.",
        "Eve moved up from the waitlist.",
    ]


def test_another_order_of_seeds_is_told_as_that() -> None:
    told = given(drawn("Ann", "Ben")).when(ChangeSeeds, seeds=["Ben", "Ann"])
    assert sentences(told)[-1] == "The seeds were changed."


@pytest.mark.parametrize(
    ("points", "said"),
    [(-4, "−4 points"), (-1, "−1 point"), (0, "0 points"), (1, "1 point"), (2, "2 points")],
)
def test_points_for_fair_play_are_written_as_in_tables(points: int, said: str) -> None:
    group = Stage(format="round-robin", tie_breaks=["points", "fair_play"])
    told = given(live("Ann", "Ben", format="stages", stages=[group]))
    if points == 0:
        told.after(did(RecordConduct, entrant="Ben", points=5, reason="a mistake"))
    told.when(RecordConduct, entrant="Ben", points=points, reason="cards")
    assert sentences(told)[-1] == f"Ben has {said} for fair play."


def test_what_happened_in_a_match_is_told_of_those_who_sat_there_then() -> None:
    told = given(live("Ann", "Ben", "Cat", "Dan", "Eve", capacity=4), did(StartMatch, match=1))
    told.when(ReplaceEntrant, entrant="Ann", comer=told.evening.registration("Eve"), reason="ill")
    told.after(did(StartMatch, match=1))
    begun = [sentence for sentence in sentences(told) if sentence.endswith("has begun.")]
    assert begun == [
        "Semi-final 1 (match 1): Ann against Dan has begun.",
        "Semi-final 1 (match 1): Eve against Dan has begun.",
    ]
