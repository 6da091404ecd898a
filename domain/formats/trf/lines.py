"""Lines of a tournament report file: words and columns, and a refusal that names its place."""

import re
from collections.abc import Collection

import msgspec

from domain.formats.trf.report import TrfRefused

CODE = re.compile(r"[0-9A-Z]{3}(?= |$)")
ENDS = re.compile(r"\r\n|\r|\n")
WORD = re.compile(r"\S+")
DECIMAL = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))?")


class Word(msgspec.Struct, frozen=True):
    """Text that stands in a line from a column on; both count from 1."""

    line: int
    column: int
    text: str

    def refused(self, problem: str) -> TrfRefused:
        """What to raise."""
        return TrfRefused(self.line, self.column, problem)

    def whole(self, what: str) -> int:
        """A whole number. Raises TrfRefused."""
        if not (self.text.isascii() and self.text.isdigit()):
            raise self.refused(f"{what} is a whole number, not {self.text or 'blank'}")
        return int(self.text)

    def number_of(self, known: Collection[int]) -> int:
        """The starting number of somebody there is. Raises TrfRefused."""
        number = self.whole("a starting number")
        if number not in known:
            raise self.refused(f"there is no player {number}")
        return number

    def tenths(self, what: str) -> int:
        """A decimal like 4.5, in tenths. Raises TrfRefused."""
        if (found := DECIMAL.fullmatch(self.text)) is None:
            raise self.refused(f"{what} are a number like 4.5, not {self.text or 'blank'}")
        return 10 * int(found[1]) + int(found[2] or 0)


class Line(msgspec.Struct, frozen=True):
    """A line with its number and its code."""

    number: int
    text: str

    @property
    def code(self) -> str:
        """The first three characters."""
        return self.text[:3]

    @property
    def words(self) -> list[Word]:
        """What comes after the code."""
        return [Word(self.number, found.start() + 1, found[0]) for found in WORD.finditer(self.text, 3)]

    def columns(self, first: int, last: int) -> Word:
        """What stands in these columns, blanks around it left out."""
        return Word(self.number, first, self.text[first - 1 : last].strip())


def lines(text: str) -> list[Line]:
    """Every line that says something. Raises TrfRefused for one without a code."""
    found = []
    for number, line in enumerate(ENDS.split(text.removeprefix("\ufeff")), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not CODE.match(line):
            raise TrfRefused(number, 1, "a line begins with a code of three digits or capitals, and a space")
        found.append(Line(number, line.rstrip()))
    return found
