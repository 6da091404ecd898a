"""Tournament report files: read, written, and refused with the line and the column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.formats.trf.read import read
from domain.formats.trf.report import Game, Player, Report, TrfRefused
from domain.formats.trf.results import results
from domain.formats.trf.write import write
from domain.standings.results import Kind, Outcome, Result, RoundIncomplete
from tests.trf.trf_files import line, reports, text

ANN = line(1, "1.0", "   2 w 1", name="Ann")
BEN = line(2, "0.0", "   1 b 0", name="Ben")
# The columns of TRF16 that FIDE's document gives for a player: 5-8 number, 10 sex, 11-13 title, 15-47 name,
# 49-52 rating, 54-56 federation, 58-68 FIDE number, 70-79 birth, 81-84 points, 86-89 rank, from 92 rounds.
MIRZOEV = (
    "001    1 m  g Mirzoev,Azer                      2527 AZE    13400304 1978        1.5    1"
    "     2 w 1  0000 - H"
)
ARGANDONA = (
    "001    2 m  m Argandona Riveiro,Inigo           2408 ESP     2212072 1981        0.0    2"
    "     1 b 0  0000 - Z"
)


@given(reports())
def test_what_is_written_is_read_back(report: Report) -> None:
    assert read(write(report)) == report


@given(reports())
def test_line_ends_byte_order_mark_and_comments_change_nothing(report: Report) -> None:
    assert read("\ufeff### made by a program\r\n\r\n" + write(report).replace("\n", "  \r\n")) == report


@given(st.text() | st.text("01XRCZSAP -=+wbHFUZ.\n", max_size=200))
def test_any_text_is_read_or_refused(anything: str) -> None:
    try:
        assert read(write(report := read(anything))) == report
    except TrfRefused as refusal:
        assert 1 <= refusal.line <= anything.count("\n") + anything.count("\r") + 1
        assert refusal.column >= 1


def test_every_column_is_where_fide_has_it() -> None:
    report = read(text("012 An open", MIRZOEV, ARGANDONA, "XXR 9", "XXC black1 rank"))
    assert report.players[0] == Player(
        number=1,
        sex="m",
        title="g",
        name="Mirzoev,Azer",
        rating=2527,
        federation="AZE",
        fide_id="13400304",
        birth="1978",
        points=15,
        rank=1,
        games=(Game(2, "w", "1"), Game(None, "-", "H")),
    )
    assert (report.rounds, report.first, report.by_rank) == (9, "b", True)
    assert (report.played, report.resting) == (1, {1, 2})
    assert write(report).splitlines()[1].startswith(MIRZOEV.replace("m  g", "m  g"))


def test_blanks_are_absences_and_results_may_be_small_letters() -> None:
    report = read(
        text(
            line(1, "0.5", "        ", "0000 - h", "   2 w 0"),
            line(2, "2.0", "        ", "     - u", "   1 b 1"),
        )
    )
    assert [game.result for game in report.players[0].games] == ["Z", "H", "0"]
    assert [game.result for game in report.players[1].games] == ["Z", "U", "1"]


def test_the_extensions_say_how_the_next_round_is_paired() -> None:
    report = read(text(line(1, "3.0", "   2 w 1"), line(2, "0.0", "   1 b 0"), line(3, "1.0", "0000 - U"),
        "XXR 5", "XXZ 3", "XXS W=3 D=1", "XXA    1  1.0  0.5", "XXP 1 2 3"))  # fmt: skip
    assert (report.rounds, report.absent, report.accelerations) == (5, (3,), {1: (10, 5)})
    assert report.forbidden == ((1, 2), (1, 3), (2, 3))
    assert (report.worth["WW"], report.worth["BD"], report.worth["PAB"]) == (30, 10, 10)


@pytest.mark.parametrize(
    ("lines", "where", "problem"),
    [
        (["hello", ANN, BEN], (1, 1), "begins with a code"),
        ([ANN, BEN.replace("   2  ", "   x  ", 1)], (2, 5), "starting number is a whole number"),
        ([ANN, BEN, BEN], (2, 5), "not free"),
        ([ANN, BEN.replace("0.0", "a.0")], (2, 81), "points are a number like 4.5, not a.0"),
        ([ANN, BEN.replace("0.0", "0.5")], (2, 81), "the results come to 0.0 points, not 0.5"),
        ([line(1, "1.0", "   2 x 1"), BEN], (1, 97), "a colour is w, b or -, not x"),
        ([line(1, "1.0", "   2 w ?"), BEN], (1, 99), "a result is one of"),
        ([line(1, "1.0", "   2 w 1", "   ? w 1"), BEN], (1, 102), "an opponent is a whole number"),
        ([line(1, "1.0", "   2xw 1"), BEN], (1, 92), "with blanks between"),
        ([line(1, "1.0", "0000 - 1"), BEN], (1, 99), "has an opponent and a colour"),
        ([line(1, "1.0", "   2 w U"), BEN], (1, 99), "neither opponent nor colour"),
        ([line(1, "1.0", "   7 w 1"), BEN], (1, 92), "round 1: there is no player 7"),
        ([line(1, "1.0", "   1 w 1")], (1, 92), "nobody meets himself"),
        ([ANN, line(2, "1.0", "0000 - U")], (1, 92), "player 2 has no such match"),
        ([ANN, line(2, "0.0", "   1 w 0")], (1, 92), "the same colour"),
        ([ANN, line(2, "1.0", "   1 b 1")], (1, 92), "results 1 and 1 of the two do not agree"),
        ([ANN, BEN, "XXR five"], (3, 5), "number of rounds is a whole number"),
        ([ANN, BEN, "XXC white2"], (3, 5), "rank, white1 and black1"),
        ([ANN, BEN, "XXZ 2 3"], (3, 7), "there is no player 3"),
        ([ANN, BEN, "XXS W=3 Q=1"], (3, 9), "no code Q"),
        ([ANN, BEN, "XXS W=x"], (3, 7), "a number like 4.5, not x"),
        ([ANN, BEN, "XXA"], (3, 5), "starting number is a whole number, not blank"),
        ([ANN, BEN, "XXP 1"], (3, 5), "two players or more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(
    lines: list[str], where: tuple[int, int], problem: str
) -> None:
    with pytest.raises(TrfRefused, match=problem.replace("+", r"\+").replace("?", r"\?")) as refusal:
        read(text(*lines))
    assert (refusal.value.line, refusal.value.column) == where
    assert str(refusal.value).startswith(f"line {where[0]}, column {where[1]}: ")


def test_what_is_too_long_for_its_columns_is_not_written() -> None:
    with pytest.raises(ValueError, match="player 1: 12345 is longer than the 4 columns"):
        write(Report(players=(Player(number=1, rating=12345),)))


def test_every_result_has_a_meaning_for_pairing() -> None:
    report = read(text(
        line(1, "2.5", "   2 b +", "0000 - H", "   2 w W"),
        line(2, "1.0", "   1 w -", "0000 - F", "   1 b L"),
        line(3, "2.0", "   4 w =", "   4 b =", "0000 - +"),
        line(4, "1.0", "   3 b =", "   3 w ="),
    ))  # fmt: skip
    found = results(report)
    assert found[0] == Result(round=1, sides=(2, 1), outcomes=(Outcome.LOSS, Outcome.WIN), kind=Kind.FORFEIT)
    assert found[1] == Result(round=1, sides=(3, 4), outcomes=(Outcome.DRAW, Outcome.DRAW))
    assert [(one.sides, one.outcomes[0], one.kind) for one in found if one.sides[1] is None] == [
        ((1, None), Outcome.DRAW, Kind.HALF_BYE),
        ((2, None), Outcome.WIN, Kind.BYE),
        ((3, None), Outcome.WIN, Kind.BYE),
        ((4, None), Outcome.LOSS, Kind.ABSENT),
    ]


def test_a_match_without_a_result_leaves_its_round_incomplete() -> None:
    report = read(text(line(1, "0.0", "   2 w  "), line(2, "0.0", "   1 b  ")))
    with pytest.raises(RoundIncomplete, match="round 1 is not complete: no result for 1, 2"):
        results(report)
