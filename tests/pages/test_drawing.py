"""The page shows how every match stands, in words too; carried on by fragments it is as if drawn anew."""

import pytest

from api.bracket.pages.board import blank
from api.bracket.pages.drawing import Drawing, drawing
from api.bracket.pages.fragments import draw, fragments
from api.bracket.pages.geometry import Bye, sections
from api.bracket.pages.known import known_of
from api.match.cards import Card
from application.bracket.commands import ChangeSeeds, FinalizeBracket, RegenerateBracket, UnfinalizeBracket
from application.entry.commands import Withdraw
from application.match.commands import (
    AwardWalkover,
    ForfeitBoth,
    ForfeitMatch,
    RecordNoShow,
    ReportResult,
    RuleResult,
    ScheduleMatch,
    StartMatch,
)
from application.tournament.commands import CancelTournament, StartTournament
from domain.formats.elimination.double_elimination import GrandFinal
from domain.formats.elimination.double_elimination import draw as double_by_the_rules
from domain.formats.elimination.single_elimination import Losers
from domain.formats.elimination.single_elimination import draw as drawn_by_the_rules
from domain.match.score import GameScore
from projections.kernel.changes import plain
from tests.support.evening import NOON, Evening
from tests.support.given import Act, did, drawn, given, live
from tests.support.swapping import element, swapped

PARTS = ("hero", "now", "bracket", "follow", "feed", "standings", "out")


def after(evening: Evening, sequence: int | None = None) -> Drawing:
    """The page after an event, from nothing but the facts."""
    timeline = blank()
    facts = [fact for fact in evening.facts.recorded if fact.tournament_id == evening.tournament][:sequence]
    for fact in facts:
        timeline.take(fact)
    return drawing(known_of(timeline, len(facts)))


def page(drawn: Drawing) -> str:
    """Everything on it that changes."""
    return "".join(draw(part, drawn) for part in PARTS)


def card(number: int, *acts: list[Act], **definition: object) -> Card:
    """Of a match of four entrants: ann and ben, and Cat and Dan whom staff entered."""
    told = given(live("ann", "Cat", "Dan", "ben", **definition), *acts)
    return after(told.evening).cards[number]


def reported(side: str, games: str) -> list[Act]:
    return did(ReportResult, match=1, games=games, by=side)


STARTED = did(StartMatch, match=1)
STATES: list[tuple[list[list[Act]], str, str, list[str], str]] = [
    ([], "ready", "ready", ["", ""], ""),
    ([did(ScheduleMatch, match=1, starts_at=NOON, station="3")], "ready", "ready", ["", ""], "12:00 UTC · 3"),
    ([STARTED], "live", "live", ["", ""], ""),
    (
        [STARTED, reported("ann", "2-0")],
        "reported",
        "live, a result is reported",
        ["2", "0"],
        "ann reports, not confirmed yet",
    ),
    ([STARTED, did(RuleResult, match=1, games="0-3")], "completed", "over", ["0", "3"], ""),
    ([did(ForfeitMatch, match=1, side=1)], "completed", "over, one side gave up", ["W/O", "FF"], ""),
    ([did(RecordNoShow, match=1, side=0)], "completed", "over, one side did not come", ["NS", "W/O"], ""),
    ([did(AwardWalkover, match=1, side=0, reason="x")], "completed", "over, a walkover", ["W/O", ""], ""),
    ([did(ForfeitBoth, match=1)], "completed", "over, neither side won", ["FF", "FF"], ""),
]


@pytest.mark.parametrize(("acts", "state", "words", "scores", "note"), STATES)
def test_a_card_says_how_its_match_stands(
    acts: list[list[Act]], state: str, words: str, scores: list[str], note: str
) -> None:
    shown = card(1, *acts)
    assert (shown.state, shown.words, [seat.score for seat in shown.seats], shown.note) == (
        state,
        words,
        scores,
        note,
    )
    assert f"Match 1, {words}: " in draw("card", "t", shown)


def test_a_side_to_come_says_where_from_and_one_that_never_comes_says_so() -> None:
    waiting, vacant = card(3), card(3, did(ForfeitBoth, match=1), did(ForfeitBoth, match=2))
    assert (waiting.state, [seat.source for seat in waiting.seats]) == (
        "waiting",
        ["Winner of M1", "Winner of M2"],
    )
    assert (vacant.words, [seat.source for seat in vacant.seats]) == ("left vacant", ["Nobody", "Nobody"])


def test_a_best_of_counts_games_and_a_single_game_shows_its_penalties() -> None:
    counted = card(1, STARTED, did(RuleResult, match=1, games="3-1 0-2 5-4"), best_of=3)
    single = card(1, STARTED, did(RuleResult, match=1, games=[GameScore([3, 3], True, [4, 2])]))
    assert [seat.score for seat in counted.seats] == ["2", "1"]
    assert [(seat.score, seat.shootout) for seat in single.seats] == [("3", "4"), ("3", "2")]


def test_a_draw_that_is_not_final_says_so() -> None:
    shown = after(given(drawn("Ann", "Ben")).evening)
    assert shown.cards[1].words == "drawn, not final"
    assert [seat.name for seat in shown.cards[1].seats] == ["Ann", "Ben"]


@pytest.mark.parametrize("entrants", [*range(2, 18), 33, 128])
@pytest.mark.parametrize("grand_final", GrandFinal)
def test_every_match_of_two_brackets_has_a_slot_beside_those_it_comes_from(
    entrants: int, grand_final: GrandFinal
) -> None:
    drawn = double_by_the_rules(entrants, grand_final).matches
    matches = [plain({"match": match})["match"] for match in drawn]
    found = sections(matches, [f"E{number}" for number in range(1, entrants + 1)])
    columns = [column for section in found for column in section.columns]
    numbers = sorted(slot for column in columns for slot in column.slots if isinstance(slot, int))
    assert numbers == [match["number"] for match in matches]
    for section in found:
        for column, following in zip(section.columns, section.columns[1:], strict=False):
            assert len(column.slots) == len(following.slots) * (1 if column.level else 2)
            for index, slot in enumerate(column.slots):
                target = following.slots[index if column.level else index // 2]
                if isinstance(slot, int) and matches[slot - 1]["bracket"] != "final":
                    assert matches[slot - 1]["winner_to"][0] == target


def test_a_grand_final_that_settles_it_leaves_the_reset_unneeded() -> None:
    double = live("ann", "Cat", "Dan", "ben", format="double-elimination")
    won = [act for number in range(1, 7) for act in did(ForfeitMatch, match=number, side=1)]
    before, settled = after(given(double).evening), after(given(double, won).evening)
    assert [seat.source for seat in before.cards[7].seats] == ["Loser of M6", "Winner of M6"]
    assert settled.cards[7].words == "not needed"
    assert [seat.source for seat in settled.cards[7].seats] == ["Not needed", "Not needed"]
    assert settled.hero.winner == "ann"


@pytest.mark.parametrize("entrants", [*range(2, 18), 33, 128])
def test_every_match_has_one_slot_and_two_slots_lead_to_one(entrants: int) -> None:
    matches = [
        plain({"match": match})["match"] for match in drawn_by_the_rules(entrants, Losers.THIRD_PLACE).matches
    ]
    found = sections(matches, [f"E{number}" for number in range(1, entrants + 1)])
    slots = [slot for section in found for column in section.columns for slot in column.slots]
    numbers = sorted(slot for slot in slots if isinstance(slot, int))
    assert numbers == [match["number"] for match in matches]
    sizes = [len(column.slots) for column in found[0].columns]
    assert sizes == [2**power for power in reversed(range(len(sizes)))]
    for column, following in zip(found[0].columns, found[0].columns[1:], strict=False):
        for index, slot in enumerate(column.slots):
            target = following.slots[index // 2]
            source = {"kind": "winner", "number": slot}
            if isinstance(slot, Bye):
                source = {"kind": "seed", "number": slot.seed}
            assert matches[target - 1]["sides"][index % 2] == source


def full_evening() -> Evening:
    """What can happen to a page: entries, seeds moved, a draw opened again, and every ending."""
    names = ("ann", "Cat", "Dan", "ben", "Eve", "Fay", "Gus", "Hal", "Ida")
    told = given(
        drawn(*names, third_place=True),
        did(ChangeSeeds, seeds=list(reversed(names))),
        did(Withdraw, registration="Ida"),
        did(RegenerateBracket),
        did(FinalizeBracket),
        did(UnfinalizeBracket),
        did(FinalizeBracket),
        did(StartTournament),
        did(StartMatch, match=1),
    )
    told.when(RuleResult, match=1, games="2-0")
    told.when(ScheduleMatch, match=2, starts_at=NOON, station="3")
    told.when(ForfeitMatch, match=2, side=1)
    told.when(RecordNoShow, match=3, side=0)
    for number in (4, 5):
        told.when(StartMatch, match=number)
        told.when(RuleResult, match=number, games="0-1")
    told.when(ForfeitBoth, match=6)
    return told.evening


def test_carried_on_by_fragments_the_page_is_as_if_drawn_anew() -> None:
    evening = full_evening()
    last = len([fact for fact in evening.facts.recorded if fact.tournament_id])
    before = after(evening, 1)
    shown = page(before)
    for sequence in range(2, last + 1):
        now = after(evening, sequence)
        shown = swapped(shown, fragments(before, now))
        assert shown == page(now), sequence
        before = now


def test_from_any_moment_to_any_other_only_what_differs_is_sent() -> None:
    evening = full_evening()
    last = len([fact for fact in evening.facts.recorded if fact.tournament_id])
    for one, other in ((1, last), (last, 1), (last, last - 9), (last - 5, last), (20, 30)):
        before, now = after(evening, one), after(evening, other)
        assert swapped(page(before), fragments(before, now)) == page(now)
    same = after(evening, last)
    assert fragments(same, same) == ""


def test_what_was_called_off_is_shown_as_drawn_and_said_so() -> None:
    told = given(live("Ann", "Ben", "Cat"), did(StartMatch, match=1), did(CancelTournament, reason="storm"))
    shown = after(told.evening)
    assert (shown.hero.status, shown.cards[1].state, shown.now) == ("cancelled", "drawn", ())


HOSTILE = '</script><b onmouseover=alert(1)>"x'


def test_a_hostile_name_stays_a_name() -> None:
    shown = after(given(live(HOSTILE, "Ben", "Cat"), did(StartMatch, match=1)).evening)
    assert "<b onmouseover" not in page(shown)
    assert "&lt;b onmouseover" in element(page(shown), "bracket")
