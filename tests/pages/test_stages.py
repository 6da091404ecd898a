"""Tournaments of several stages on their page: every stage, its tables, and nothing redrawn that stays."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from api.bracket.pages.drawing import Drawing
from api.bracket.pages.fragments import draw, fragments
from api.bracket.pages.geometry import sections
from api.bracket.pages.groups import Cross, Round, Table
from application.bracket.commands import DrawRound, TakeBackRound
from application.entry.commands import Disqualify, Withdraw
from application.match.commands import CorrectResult, ForfeitBoth, ForfeitMatch, RuleResult, StartMatch
from domain.formats.catalogue import draw as drawn_by_the_rules
from domain.formats.stages import Intake, Stage
from projections.kernel.changes import plain
from tests.pages.test_drawing import after, page
from tests.support.evening import Evening
from tests.support.given import Told, drawn, given, live
from tests.support.swapping import Elements, element, swapped

EIGHT = ("A", "B", "C", "D", "E", "F", "G", "H")
GROUPS = Stage(name="Groups", format="round-robin", groups=2, draws=True)
PLAYOFFS = Stage(name="Playoffs", sources=[Intake(stage=1, ranks=[1, 2], order="crossed")])
FIVE = ("Ann", "Ben", "Cat", "Dan", "Eve")


def staged(*stages: Stage) -> dict[str, object]:
    return {"format": "stages", "stages": list(stages), "capacity": 16}


def won(told: Told, number: int, games: str = "2-1") -> Told:
    return told.when(StartMatch, match=number).when(RuleResult, match=number, games=games)


def moments(evening: Evening) -> int:
    return len([fact for fact in evening.facts.recorded if fact.tournament_id])


def groups_and_playoffs() -> Told:
    """Groups with a level result, somebody who leaves, and playoffs that begin."""
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    won(told, 1, "1-1")
    won(told, 2, "2-0")
    told.when(ForfeitMatch, match=3, side=1)
    told.when(Withdraw, registration="H")
    for number in range(4, 13):
        if told.evening.match(number).status != "completed":
            won(told, number)
    won(told, 13)
    return told


def swiss() -> Told:
    """A Swiss of five: byes, an absence, a round taken back, and one who is sent away."""
    told = given(live(*FIVE, **staged(Stage(format="swiss", rounds=3, draws=True))))
    won(told, 1, "1-1")
    won(told, 2)
    told.when(DrawRound, stage=1)
    told.when(TakeBackRound, stage=1, reason="too early")
    told.when(DrawRound, stage=1, absent=["Ann"])
    won(told, 5)
    told.when(Disqualify, registration="Eve", reason="cheated")
    for number in (6,):
        if told.evening.match(number).status != "completed":
            won(told, number)
    told.when(DrawRound, stage=1)
    return told


def neither_wins() -> Told:
    """Everyone meets everyone, and two do not come."""
    told = given(live(*FIVE, **staged(Stage(format="round-robin"))))
    return won(told.when(ForfeitBoth, match=1), 2)


@pytest.mark.parametrize("evening", [groups_and_playoffs, swiss])
def test_carried_on_by_fragments_every_stage_is_as_if_drawn_anew(evening: object) -> None:
    told = evening()  # type: ignore[operator]
    every = [after(told.evening, sequence) for sequence in range(1, moments(told.evening) + 1)]
    shown = page(every[0])
    for before, now in pairwise(every):
        shown = swapped(shown, fragments(before, now))
        assert shown == page(now), now.sequence
    for one, other in ((0, -1), (-1, 0), (-1, 30), (30, -9)):
        assert swapped(page(every[one]), fragments(every[one], every[other])) == page(every[other])


def test_a_result_of_a_group_changes_its_card_and_its_tables_and_nothing_else_of_the_stages() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    told.when(StartMatch, match=1)
    before = after(told.evening)
    told.when(RuleResult, match=1, games="2-1")
    changed = Elements(fragments(before, after(told.evening))).outermost
    assert [name for name in changed if re.match(r"m\d|table|cross|round|stage|bracket", name)] == [
        "table-1-1",
        "cross-1-1",
        "m1",
    ]


def test_a_round_that_is_drawn_redraws_its_stage_alone() -> None:
    told = given(live(*FIVE, **staged(Stage(format="swiss", rounds=3))))
    for number in (1, 2):
        won(told, number)
    before = after(told.evening)
    told.when(DrawRound, stage=1)
    changed = Elements(fragments(before, after(told.evening))).outermost
    assert "stage-1" in changed
    assert "bracket" not in changed


def table(shown: Drawing, name: str) -> Table:
    found = shown.pieces[name]
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize("evening", [swiss, neither_wins])
def test_the_list_of_places_counts_wins_and_losses_as_the_table_does(evening: Callable[[], Told]) -> None:
    shown = after(evening().evening)
    listed = {each.name: (each.won, each.drawn, each.lost) for each in shown.places}
    tabled = {each.name: (each.won, each.drawn, each.lost) for each in table(shown, "table-1-1").lines}
    assert listed == tabled


def test_who_is_level_where_the_playoffs_cut_is_named_once_the_group_is_played() -> None:
    told = given(live(*EIGHT, **staged(GROUPS, PLAYOFFS)))
    group = [number for number, one in told.evening.stage(1).matches.items() if one.bracket == "group A"]
    for number in group:
        assert table(after(told.evening), "table-1-1").cut == ""
        won(told, number, "1-1")
    shown = after(told.evening)
    said = "A, D, E and H are level at the cut on every tie-break: the better seeds come first."
    assert table(shown, "table-1-1").cut == said
    assert said in draw("table", shown, "table-1-1")
    assert table(shown, "table-1-2").cut == ""


def test_a_level_result_is_shown_as_such_everywhere() -> None:
    told = won(given(live(*EIGHT, **staged(GROUPS, PLAYOFFS))), 1, "1-1")
    shown = after(told.evening)
    assert shown.cards[1].words == "over, level"
    assert [(seat.score, seat.mark) for seat in shown.cards[1].seats] == [("1", ""), ("1", "")]
    first, second, *_ = table(shown, "table-1-1").lines
    assert [(line.rank, line.played, line.drawn, line.points) for line in (first, second)] == [
        ("1–2", 1, 1, "0.5"),
        ("1–2", 1, 1, "0.5"),
    ]
    cross = shown.pieces["cross-1-1"]
    assert isinstance(cross, Cross)
    assert [(cell.text, cell.mark) for row in cross.rows for cells in row for cell in cells if cell.text] == [
        ("1–1", "d"),
        ("1–1", "d"),
    ]


def test_the_latest_stage_comes_first_and_each_can_be_jumped_to() -> None:
    shown = page(after(groups_and_playoffs().evening))
    assert re.findall(r'id="(stage-\d)"', shown) == ["stage-2", "stage-1"]
    assert re.findall(r'href="#(stage-\d)"', shown) == ["stage-2", "stage-1"]
    assert "<h2>Playoffs</h2>" in element(shown, "stage-2")


def test_one_stage_has_no_heading_of_its_own() -> None:
    shown = page(after(given(live("Ann", "Ben", "Cat")).evening))
    assert "<h2" not in shown and "stagenav" not in shown


def test_who_left_is_marked_and_byes_and_absences_are_told_in_words() -> None:
    told = swiss()
    shown = after(told.evening)
    assert {line.name: line.left for line in table(shown, "table-1-1").lines}["Eve"] == "disqualified"
    idle = [words for piece in shown.pieces.values() if isinstance(piece, Round) for words in piece.idle]
    assert "Ann is absent." in idle
    assert "Eve has a bye." in idle
    latest, *earlier = [piece for piece in shown.pieces.values() if isinstance(piece, Round)]
    assert (latest.title, latest.folded) == ("Round 3", None)
    assert [(each.title, each.folded) for each in earlier] == [("Round 2", True), ("Round 1", True)]


def test_a_round_robin_of_many_rounds_has_the_one_in_play_open() -> None:
    names = [f"E{number}" for number in range(1, 8)]
    told = given(live(*names, **staged(Stage(format="league"))))
    for number in (1, 2, 3):
        won(told, number)
    rounds = [piece for piece in after(told.evening).pieces.values() if isinstance(piece, Round)]
    assert [each.folded for each in rounds[:4]] == [False, False, True, True]
    assert len(rounds) == 14
    assert rounds[0].idle == ("E4 rests.",) or rounds[0].idle[0].endswith(" rests.")


def test_groups_of_four_show_their_five_matches_by_what_they_are() -> None:
    shown = after(given(live(*EIGHT, **staged(Stage(format="gsl")))).evening)
    (stage,) = shown.stages
    assert [group.title for group in stage.groups] == ["Group A", "Group B"]
    first = [shown.pieces[name] for name in stage.groups[0].rounds]
    assert [(each.title, len(each.numbers)) for each in first if isinstance(each, Round)] == [
        ("Opening matches", 2),
        ("Winners' match", 1),
        ("Losers' match", 1),
        ("Deciding match", 1),
    ]


@pytest.mark.parametrize(
    ("reason", "words", "scores"),
    [
        (Withdraw, "over, one side withdrew", ["W/O", "WD"]),
        (Disqualify, "over, one side was disqualified", ["W/O", "DQ"]),
    ],
)
def test_who_leaves_loses_in_words(reason: type, words: str, scores: list[str]) -> None:
    more = {"reason": "x"} if reason is Disqualify else {}
    told = given(live("Ann", "Ben", "Cat", "Dan")).when(reason, registration="Dan", **more)
    shown = after(told.evening).cards[1]
    assert (shown.words, [seat.score for seat in shown.seats]) == (words, scores)


def test_a_draw_that_is_not_final_says_so_where_it_is() -> None:
    shown = page(after(given(drawn(*FIVE, **staged(Stage(format="swiss", rounds=3)))).evening))
    assert "This draw is not final: its first round comes once it is." in element(shown, "stage-1")
    final = page(after(given(live("Ann", "Ben")).evening))
    assert "not final" not in final


@pytest.mark.parametrize("entrants", [3, 4, 5, 8, 11, 16, 33])
@pytest.mark.parametrize("choice", ["plain", "third_place", "consolation", "placement", "gauntlet", "skip"])
def test_every_match_of_every_bracket_is_shown_once(entrants: int, choice: str) -> None:
    stage = {
        "plain": Stage(),
        "gauntlet": Stage(format="gauntlet"),
        "skip": Stage(format="double-elimination", skip_first_round=True),
    }.get(choice) or Stage(**{choice: True})
    matches = [
        plain({"match": match})["match"]
        for match in drawn_by_the_rules(stage.format, entrants, stage.choices).matches
    ]
    found = sections(matches, [f"E{number}" for number in range(1, entrants + 1)])
    slots = [slot for section in found for column in section.columns for slot in column.slots]
    assert sorted(slot for slot in slots if isinstance(slot, int)) == [match["number"] for match in matches]
    assert len(slots) <= 8 * len(matches) + 8


def test_the_format_is_told_in_words() -> None:
    assert after(groups_and_playoffs().evening).hero.format == "Groups, then single elimination"


def test_a_corrected_result_of_a_group_is_seen_in_its_tables() -> None:
    told = won(given(live(*EIGHT, **staged(GROUPS, PLAYOFFS))), 1, "2-1")
    before = after(told.evening)
    told.when(CorrectResult, match=1, games="0-2", reason="typed wrong")
    now = after(told.evening)
    assert table(before, "table-1-1").lines[0] != table(now, "table-1-1").lines[0]


def test_every_kind_of_element_is_drawn_by_the_macro_of_its_name() -> None:
    shown = after(groups_and_playoffs().evening)
    for name in shown.pieces:
        assert draw(name.partition("-")[0], shown, name).count(f'id="{name}"') == 1
