"""Entrants of a CSV file, one a line, or everything that is wrong with it by line."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

import msgspec

COLUMNS = ("name", "seed", "rating", "club", "region")
LABELS = ("club", "region")
LARGEST = 4096
LONGEST_NAME = 80
LONGEST_LABEL = 200
WHOLE = re.compile(r"-?[0-9]{1,6}", re.ASCII)
UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


class Row(msgspec.Struct, frozen=True):
    """One entrant; a label is the column and its value, such as "club: Rovers"."""

    name: str
    seed: int | None = None
    rating: int | None = None
    labels: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """What is wrong, and on which line of the file, from 1; on none where something is missing."""

    line: int | None
    problem: str

    def __str__(self) -> str:
        """As it is told to whoever sent the file."""
        return f"line {self.line}: {self.problem}" if self.line else self.problem


class UnreadableFile(ValueError):
    """The file is not taken; it says everything that is wrong with it, in order of lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


Line = tuple[int, list[str]]
"""On which line a record begins, and its cells."""


def numbered(text: str) -> list[tuple[int, Row]]:
    """The entrants of a CSV file (RFC 4180) in its order, at most 4,096, each with the line it begins on.

    The first line names the columns, in any order and case: name, and where known seed, rating, club, region.
    Cells are divided by commas, or by semicolons where the first line has one; a byte order mark, quotes and
    blank lines are understood. A seed is 1 to 4,096 and its entrant's alone, seeds may have gaps; a rating is
    a whole number of at most six digits; names differ by more than case. Raises UnreadableFile with every
    problem, each with its line.
    """
    problems: list[Problem] = []
    rows: list[tuple[int, Row]] = []
    lines = _lines(text.removeprefix("\ufeff"), problems)
    line, cells = next(lines, (1, []))
    columns = [cell.lower() for cell in cells]
    if not problems:
        problems += [Problem(line, problem) for problem in _wrong_columns(columns)]
    if not problems:
        rows = list(_rows(lines, columns, problems))
        problems += _twice(rows, "name", lambda row: row.name.casefold())
        problems += _twice(rows, "seed", lambda row: row.seed)
    if not rows and not problems:
        problems.append(Problem(line + 1, "there is nobody in it"))
    if problems:
        raise UnreadableFile(sorted(problems, key=lambda found: found.line or 0))
    return rows


def _lines(text: str, problems: list[Problem]) -> Iterator[Line]:
    """Records that hold anything; what cannot be taken apart ends them and is a problem."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [unicodedata.normalize("NFC", cell).strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(begins, f"this is no CSV: {error}"))


def _wrong_columns(columns: list[str]) -> list[str]:
    known = f"there are {', '.join(COLUMNS)}"
    wrong = [f"column {number} has no name" for number, column in enumerate(columns, 1) if not column]
    others = [column for column in columns if column and column not in COLUMNS]
    wrong += [f"no column is called “{_short(column)}”, {known}" for column in others]
    wrong += [f"there are two columns “{column}”" for column in COLUMNS if columns.count(column) > 1]
    if "name" not in columns:
        wrong.append("the first line names the columns, and one of them is name")
    return wrong


def _rows(lines: Iterator[Line], columns: list[str], problems: list[Problem]) -> Iterator[tuple[int, Row]]:
    for count, (line, cells) in enumerate(lines, 1):
        if count > LARGEST:
            problems.append(Problem(line, f"at most {LARGEST:,} entrants can be drawn"))
            return
        if len(cells) != len(columns):
            problems.append(Problem(line, f"it has {len(cells)} cells, the first line has {len(columns)}"))
            continue
        cell = dict(zip(columns, cells, strict=True))
        if wrong := _wrong_cells(cell):
            problems += [Problem(line, problem) for problem in wrong]
        else:
            yield line, _row(cell)


def _wrong_cells(cell: dict[str, str]) -> list[str]:
    seed, rating = cell.get("seed", ""), cell.get("rating", "")
    wrong = list(_wrong_text("name", cell["name"], LONGEST_NAME))
    for label in LABELS:
        wrong += _wrong_text(label, cell.get(label, ""), LONGEST_LABEL)
    if not cell["name"]:
        wrong.append("it has no name")
    if seed and not (WHOLE.fullmatch(seed) and 1 <= int(seed) <= LARGEST):
        wrong.append(f"a seed is a whole number from 1 to {LARGEST:,}, not “{_short(seed)}”")
    if rating and not WHOLE.fullmatch(rating):
        wrong.append(f"a rating is a whole number of at most six digits, not “{_short(rating)}”")
    return wrong


def _wrong_text(column: str, text: str, longest: int) -> Iterator[str]:
    if len(text) > longest:
        yield f"a {column} has at most {longest} characters, not {len(text):,}"
    if BIDI.search(text) or any(unicodedata.category(character) in UNSEEN for character in text):
        yield f"the {column} has characters that cannot be seen, or a line break"


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _row(cell: dict[str, str]) -> Row:
    numbers = {column: int(cell[column]) for column in ("seed", "rating") if cell.get(column)}
    labels = tuple(f"{label}: {cell[label]}" for label in LABELS if cell.get(label))
    return Row(cell["name"], numbers.get("seed"), numbers.get("rating"), labels)


def _twice(
    rows: Sequence[tuple[int, Row]], what: str, of: Callable[[Row], str | int | None]
) -> Iterator[Problem]:
    first: dict[str | int, int] = {}
    for line, row in rows:
        value = of(row)
        if value is None:
            continue
        if value in first:
            shown = row.name if what == "name" else value
            yield Problem(line, f"{what} “{shown}” is on line {first[value]} too")
        first.setdefault(value, line)
