"""Single elimination: who loses is out, or plays on for the places that are left."""

from enum import StrEnum

import msgspec

from domain.formats.draw import Draw, Line, Pairing, Sheet, Source
from domain.seeding.orders import SlotOrder, slots

LARGEST = 4096
MAIN = "main"
NAMES = {4: "Semi-final", 8: "Quarter-final"}


class Losers(StrEnum):
    """What those do who lose."""

    OUT = "out"
    THIRD_PLACE = "third place"
    """Losers of the semi-finals meet once more."""
    CONSOLATION = "consolation"
    """Losers of the first round play a bracket of their own."""
    PLACEMENT = "placement"
    """Everyone plays on until every place is decided."""


class Pot(msgspec.Struct, frozen=True):
    """Entrants who play on for the places from `best` down, in a bracket; without one they share them."""

    bracket: str | None
    best: int
    line: Line

    @property
    def there(self) -> list[Source]:
        """Who is in it."""
        return [source for source in self.line if source is not None]


def draw(entrants: int, losers: Losers = Losers.OUT, order: SlotOrder = SlotOrder.STANDARD) -> Draw:
    """Draw `entrants` seeds, in the standard order or another; the top seeds have the byes.

    A bye is no match: the seed stands in round 2 at once. The third-place match exists where both semi-finals
    do (four entrants or more). Raises ValueError outside 2 to 4,096.
    """
    line = first_line(entrants, LARGEST, order)
    rounds = len(line).bit_length() - 1
    sheet, pots = Sheet(), [Pot(MAIN, 1, line)]
    for number in range(1, rounds + 1):
        pots = _round(sheet, pots, number, rounds, losers)
    return sheet.draw(entrants, [pot.there for pot in pots], lambda *match: _name(rounds, *match))


def first_line(entrants: int, largest: int, order: SlotOrder = SlotOrder.STANDARD) -> Line:
    """Everyone's slot in the first round. Raises ValueError outside 2 to `largest`."""
    if not 2 <= entrants <= largest:
        raise ValueError(f"a draw has 2 to {largest:,} entrants")
    return [Source("seed", seed) if seed else None for seed in slots(entrants, order)]


def _round(sheet: Sheet, pots: list[Pot], number: int, rounds: int, losers: Losers) -> list[Pot]:
    """Each pot that is played makes two, the better one first; the final is drawn last."""
    after: list[Pot] = []
    for pot in reversed(pots):
        if pot.bracket is None or len(pot.there) < 2:
            after.insert(0, pot)
            continue
        through, lost = sheet.play(pot.bracket, number, pot.line)
        better = Pot(pot.bracket, pot.best, through)
        best = pot.best + len(better.there)
        after[:0] = [better, Pot(_goes_on(losers, pot, number, rounds, best), best, lost)]
    return after


def _goes_on(losers: Losers, pot: Pot, number: int, rounds: int, best: int) -> str | None:
    """The bracket of those who lost in that round; None where they are out."""
    match losers:
        case Losers.THIRD_PLACE if pot.best == 1 and number == rounds - 1:
            return "third place"
        case Losers.CONSOLATION if pot.best == 1 and number == 1:
            return "consolation"
        case Losers.PLACEMENT:
            return f"place {best}"
    return None


def _name(rounds: int, pairing: Pairing, count: int, _: int) -> str:
    field = 1 << (rounds - pairing.round + 1)
    match pairing.bracket.split(" "):
        case ["third", _]:
            return "Third-place match"
        case ["place", best]:
            last = int(best) + field - 1
            return f"Match for place {best}" if field == 2 else f"Places {best}–{last}, match {count}"
        case ["consolation"]:
            return f"Consolation {_round_name(field, count).lower()}"
    return _round_name(field, count)


def _round_name(field: int, count: int) -> str:
    return "Final" if field == 2 else f"{NAMES.get(field, f'Round of {field}, match')} {count}"
