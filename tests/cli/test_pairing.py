"""`palio pair`: a file in, the next round out, without a server or a database."""

import json
from pathlib import Path

import pytest

from cli.common.exits import guarded
from tests.trf.trf_files import line, text

FIVE = text(
    line(1, "1.0", "   3 w 1", name="Ann"),
    line(2, "1.0", "   4 b 1", name="Ben"),
    line(3, "0.0", "   1 b 0", name="Cat"),
    line(4, "0.0", "   2 w 0", name="Dan"),
    line(5, "0.0", "0000 - Z", name="Eve"),
    "XXR 3",
)
SIXTEEN = text(*(line(number, "0.0") for number in range(1, 17)))


def palio_pair(path: Path, content: str | bytes, *words: str) -> int:
    from cli.commands import app

    file = path / "open.trf"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return guarded(lambda: app(["pair", str(file), *words]))


@pytest.mark.parametrize(
    ("system", "content", "pairs"),
    [
        ("dutch", FIVE, [(2, 1), (3, 5), (4, None)]),
        ("general", FIVE, [(2, 1), (3, 4), (5, None)]),
        ("valve", SIXTEEN, [(seed, seed + 8) for seed in range(1, 9)]),
    ],
)
def test_the_next_round_is_said_by_starting_numbers(
    system: str,
    content: str,
    pairs: list[tuple[int, int | None]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert palio_pair(tmp_path, content, "--system", system, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"pairs": [{"white": white, "black": black} for white, black in pairs]}


def test_without_json_it_is_a_table_with_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert palio_pair(tmp_path, FIVE) == 0
    said = capsys.readouterr().out
    assert said.startswith("Round 2\n")
    assert ["1", "2", "Ben", "1", "Ann"] in [row.split() for row in said.splitlines()]
    assert ["3", "4", "Dan", "bye"] in [row.split() for row in said.splitlines()]


@pytest.mark.parametrize(
    ("content", "words", "problem"),
    [
        (FIVE.replace("3 w 1", "3 w ?"), (), "open.trf, line 1, column 99: a result is one of"),
        (FIVE.replace("XXR 3", "XXR 1"), (), "all 1 rounds are paired"),
        (FIVE, ("--system", "valve"), "sixteen teams play rounds 1 to 5"),
        ("012 An open\n", (), "there are no players"),
        (
            text(line(1, "0.0", "   2 w  "), line(2, "0.0", "   1 b  ")),
            (),
            "open.trf: round 1 is not complete",
        ),
        (text(line(1, "1.0", "   2 w 1"), line(2, "0.0", "   1 b 0")), (), "open.trf: no pairing is left"),
    ],
)
def test_what_cannot_be_paired_is_refused_with_the_reason(
    content: str, words: tuple[str, ...], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert palio_pair(tmp_path, content, *words) == 3
    assert problem in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cli.commands import app

    assert guarded(lambda: app(["pair", str(tmp_path / "none.trf")])) == 3
    assert "none.trf cannot be read" in capsys.readouterr().err


def test_an_older_file_in_latin_1_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    latin = FIVE.replace("Ben", "Bén").encode("latin-1")
    assert palio_pair(tmp_path, latin) == 0
    assert "2 Bén" in capsys.readouterr().out
