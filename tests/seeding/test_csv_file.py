"""A file is taken whole, or everything that is wrong with it is said by line."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.seeding.csv_file import Row, UnreadableFile, numbered

LETTERS = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])
NAMES = st.lists(
    st.text(LETTERS, min_size=1, max_size=20), min_size=1, unique_by=lambda name: read_as(name).casefold()
)


def read(text: str) -> list[Row]:
    return [row for _, row in numbered(text)]


def read_as(name: str) -> str:
    return read(f'name\n"{name.replace(chr(34), chr(34) * 2)}"\n')[0].name


def problems_of(text: str) -> list[str]:
    with pytest.raises(UnreadableFile) as caught:
        read(text)
    assert str(caught.value) == "; ".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def test_a_file_of_names_alone_is_enough() -> None:
    assert read("name\nAnn\nBen\n") == [Row("Ann"), Row("Ben")]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["bare", "marked"])
@pytest.mark.parametrize("comma", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_column_in_any_order_as_spreadsheets_write_it(mark: str, comma: str, end: str) -> None:
    lines = [
        "Rating,NAME,Club,seed,region",
        '1850,"Ann ""Ace""",Rovers,1,North',
        " ,Ben , ,,South",
        ",,,,",
        "",
    ]
    assert read(mark + end.join(lines).replace(",", comma)) == [
        Row('Ann "Ace"', 1, 1850, ("club: Rovers", "region: North")),
        Row("Ben", labels=("region: South",)),
    ]


def test_a_quoted_name_may_hold_what_divides_cells() -> None:
    assert read('name,club\n"Ann, of Siena","a;b"\n') == [Row("Ann, of Siena", labels=("club: a;b",))]


def test_every_problem_is_told_with_its_line() -> None:
    text = "name,seed,rating\nAnn,1,x\n\nBen,0,1\nann,1,\nCat,2\n,3,\nDan,²,1_0\nCid,4,\ncid,4,\n"
    assert problems_of(text) == [
        "line 2: a rating is a whole number of at most six digits, not “x”",
        "line 4: a seed is a whole number from 1 to 4,096, not “0”",
        "line 6: it has 2 cells, the first line has 3",
        "line 7: it has no name",
        "line 8: a seed is a whole number from 1 to 4,096, not “²”",
        "line 8: a rating is a whole number of at most six digits, not “1_0”",
        "line 10: name “cid” is on line 9 too",
        "line 10: seed “4” is on line 9 too",
    ]


def test_a_problem_after_a_name_of_two_lines_has_the_line_of_the_file() -> None:
    assert problems_of('name,seed\n"Ann\nLee",1\nBen,x\n') == [
        "line 2: the name has characters that cannot be seen, or a line break",
        "line 4: a seed is a whole number from 1 to 4,096, not “x”",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: the first line names the columns, and one of them is name"),
        ("seed\n1\n", "line 1: the first line names the columns, and one of them is name"),
        ("name\n", "line 2: there is nobody in it"),
        ("\n\nname,\n", "line 3: column 2 has no name"),
        (
            "name,e-mail\nAnn,a@b\n",
            "line 1: no column is called “e-mail”, there are name, seed, rating, club, region",
        ),
        ("name,seed,Seed\nAnn,1,2\n", "line 1: there are two columns “seed”"),
        ('name\nAnn\n"Ben', "line 3: this is no CSV: unexpected end of data"),
        ('name\n"Ben"x\n', "line 2: this is no CSV: ',' expected after '\"'"),
        ("name\n" + "x" * 81, "line 2: a name has at most 80 characters, not 81"),
        ("name\n" + "x" * 200_000, "line 2: this is no CSV: field larger than field limit (131072)"),
        (
            "name\nAnn\u202enhoJ\n",
            "line 2: the name has characters that cannot be seen, or a line break",
        ),
        (
            "name,seed\nAnn," + "9" * 5000,
            "line 2: a seed is a whole number from 1 to 4,096, not “99999999999999999999…”",
        ),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_more_than_can_be_drawn_are_refused_at_the_first_too_many() -> None:
    names = [f"Entrant {number}" for number in range(4097)]
    assert len(read("\n".join(["name", *names[:-1]]))) == 4096
    assert problems_of("\n".join(["name", *names])) == ["line 4098: at most 4,096 entrants can be drawn"]


@given(NAMES, st.sampled_from(",;"))
def test_what_is_written_is_read(names: list[str], comma: str) -> None:
    out = StringIO()
    writer = csv.writer(out, delimiter=comma)
    writer.writerow(["name", "seed"])
    writer.writerows([name, seed] for seed, name in enumerate(names, 1))
    assert read(out.getvalue()) == [Row(read_as(name), seed) for seed, name in enumerate(names, 1)]


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for file in (text, "name,seed\n" + text):
        try:
            assert read(file)
        except UnreadableFile as error:
            assert error.problems
