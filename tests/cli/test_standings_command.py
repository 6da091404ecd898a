"""`palio standings`: ranks and values as JSON and as words, and what it refuses."""

import json
from pathlib import Path

import pytest

from bootstrap.errors import Refused
from cli.offline.standing import ranked, row, standings, taken_apart
from domain.formats.trf.report import Game, Player, Report
from domain.formats.trf.write import write
from tests.standings.cross_tables import results

NAMES = {1: "Ann", 2: "Ben", 3: "Cat", 4: "Dan"}
ROWS = {1: "+2 +3", 2: "-1 =4", 3: "=4 -1", 4: "=3 =2"}
POINTS = {1: 20, 2: 5, 3: 5, 4: 10}
ORDER = ("points", "head_to_head", "buchholz_cut_1")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A file that says what the rows do; the lower number has white."""
    players = [
        Player(number=number, name=NAMES[number], points=POINTS[number], games=games(number, row))
        for number, row in ROWS.items()
    ]
    file = tmp_path / "report.trf"
    file.write_text(write(Report(players=tuple(players))), "utf-8")
    return file


def games(number: int, row: str) -> tuple[Game, ...]:
    said = [(int(word[1:]), {"+": "1", "=": "=", "-": "0"}[word[0]]) for word in row.split()]
    return tuple(Game(other, "w" if number < other else "b", result) for other, result in said)


def test_each_row_has_its_ranks_and_every_value() -> None:
    rows = [row(one, NAMES) for one in ranked(NAMES, results(ROWS), ORDER, "chess", "fide_2024")]
    assert [(one["rank"], one["low"], one["high"], one["name"], one["points"]) for one in rows] == [
        (1, 1, 1, "Ann", 2),
        (2, 2, 2, "Dan", 1),
        (3, 3, 4, "Ben", 0.5),
        (3, 3, 4, "Cat", 0.5),
    ]
    assert rows[0]["tiebreaks"] == {"points": 2, "head_to_head": None, "buchholz_cut_1": 0.5}
    assert rows[2]["tiebreaks"] == {"points": 0.5, "head_to_head": 0, "buchholz_cut_1": 2}
    assert [one["position"] for one in rows] == [1, 2, 3, 4]


def test_a_value_is_taken_apart_and_what_was_cut_says_so() -> None:
    (first, *_) = ranked(NAMES, results(ROWS), ORDER, "chess", "fide_2024")
    assert taken_apart(first.values["buchholz_cut_1"]) == [
        {"round": 1, "opponent": 2, "value": 0.5, "counted": False, "why": "cut"},
        {"round": 2, "opponent": 3, "value": 0.5, "counted": True, "why": ""},
    ]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ((["luck"], "chess", "fide_2024"), "no tie-break luck; there are points, head_to_head, "),
        ((["points"], "darts", "fide_2024"), "no scoring darts; there are chess, three_points"),
        ((["points"], "chess", "fide"), "there are as_scheduled, fide_2024, fide_2026"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    asked: tuple[list[str], str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        ranked(NAMES, results(ROWS), *asked)


def test_the_document_and_the_table_say_the_same(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    standings(report, "points, head_to_head", json=True)
    rows = json.loads(capsys.readouterr().out)["standings"]
    assert [one["number"] for one in rows] == [1, 4, 2, 3]
    standings(report, "points,head_to_head")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["rank", "number", "name", "points", "head_to_head"]
    assert lines[3].split() == ["3–4", "2", "Ben", "0.5", "0"]


def test_one_entrant_is_explained(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    standings(report, "buchholz_cut_1", explain=1)
    told = capsys.readouterr().out
    assert "buchholz_cut_1 0.5" in told
    assert "cut" in told
    standings(report, "buchholz_cut_1", explain=1, json=True)
    assert [one["opponent"] for one in json.loads(capsys.readouterr().out)["parts"]["buchholz_cut_1"]] == [
        2,
        3,
    ]
    with pytest.raises(Refused, match="nobody has the start number 9"):
        standings(report, explain=9)


def test_a_file_that_is_not_there_is_refused(report: Path) -> None:
    with pytest.raises(Refused, match="elsewhere"):
        standings(report.with_name("elsewhere.trf"))


def test_what_cannot_be_read_is_refused_where_it_stands(report: Path) -> None:
    report.write_text(report.read_text("utf-8").replace("2 w 1", "2 w 0"), "utf-8")
    with pytest.raises(Refused, match=r"report\.trf, line [0-9]+, column [0-9]+: "):
        standings(report)
