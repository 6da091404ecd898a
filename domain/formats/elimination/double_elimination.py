"""Double elimination: who loses once plays on in the losers bracket, who loses twice is out."""

from collections.abc import Sequence
from enum import StrEnum

from domain.formats.draw import Draw, Line, Pairing, Sheet, Source
from domain.formats.elimination.single_elimination import first_line

LARGEST = 16_384
WINNERS, LOSERS, FINAL = "winners", "losers", "final"
TITLES = {WINNERS: "Upper", LOSERS: "Lower"}


class GrandFinal(StrEnum):
    """How the two who are left settle it."""

    NONE = "none"
    """Not at all: who won the winners bracket is first, who won the losers bracket second."""
    SINGLE = "single"
    """By one match."""
    RESET = "reset"
    """By a second one where the first was won by who came from the losers bracket."""


def draw(
    entrants: int, grand_final: GrandFinal = GrandFinal.RESET, *, skip_first_round: bool = False
) -> Draw:
    """Draw `entrants` seeds by the standard order; the top seeds have the byes.

    2n - 2 matches, one more `if_needed`, one less without a grand final. With `skip_first_round` the upper
    half begins in round 2 and the others in the losers bracket. Losers of the first round meet in pairs;
    those of round r join the losers bracket in its round 2(r - 1), crossed over as `crossing` says. Raises
    ValueError outside 2 to 16,384.
    """
    line = first_line(entrants, LARGEST)
    rounds = len(line).bit_length() - 1
    sheet, out = Sheet(), list[list[Source]]()
    winners, losers = _split(line) if skip_first_round and rounds > 1 else sheet.play(WINNERS, 1, line)
    masks = crossing(rounds)
    for number in range(2, rounds + 1):
        winners, beaten = sheet.play(WINNERS, number, winners)
        losers = _play(sheet, 2 * number - 3, losers, out)
        joining = [beaten[slot ^ masks[number - 1]] for slot in range(len(beaten))]
        line = [slot for pair in zip(joining, losers, strict=True) for slot in pair]
        losers = _play(sheet, 2 * number - 2, line, out)
    best = _finals(sheet, [*_there(winners), *_there(losers)], grand_final)
    ranked = [*best, *reversed(out)]
    return sheet.draw(entrants, ranked, lambda *match: _name(rounds, *match))


def crossing(rounds: int) -> list[int]:
    """For each round of a winners bracket the mask by which its losers are crossed over.

    The loser of match j (from 0) joins in slot j XOR mask. Two who have met in the winners bracket meet again
    in losers round t at the earliest where `latest` answers t, and no masks do better: the loser of round r
    and the one who beat them and lost in round s are kept apart as long as the first bits of the two masks
    differ, so each round that joins before t needs first bits of its own.
    """
    bits, apart = _apart(rounds)
    return [
        0 if number > apart else (number - 1) << (rounds - number - bits) for number in range(1, rounds + 1)
    ]


def latest(rounds: int) -> int:
    """The first losers round in which two who met in a full winners bracket can meet again."""
    found = 0
    for wanted in range(1, 2 * rounds - 1):
        bits = rounds - (wanted + 2) // 2
        if bits >= 0 and 1 << bits >= (wanted + 1) // 2:
            found = wanted
    return found


def _apart(rounds: int) -> tuple[int, int]:
    """How many first bits tell rounds apart, and how many rounds have bits of their own."""
    wanted = latest(rounds)
    return rounds - (wanted + 2) // 2, (wanted + 1) // 2


def _split(line: Line) -> tuple[Line, Line]:
    """The upper half of the seeds, and the others."""
    return line[::2], line[1::2]


def _play(sheet: Sheet, number: int, line: Line, out: list[list[Source]]) -> Line:
    """A round of the losers bracket: who goes on; `out` has those of each round that do not."""
    through, beaten = sheet.play(LOSERS, number, line)
    out.append(_there(beaten))
    return through


def _there(line: Line) -> list[Source]:
    return [slot for slot in line if slot is not None]


def _finals(sheet: Sheet, left: Sequence[Source], grand_final: GrandFinal) -> list[Sequence[Source]]:
    """First and second of the two who are left, the one from the winners bracket first."""
    if grand_final is GrandFinal.NONE:
        return [[each] for each in left]
    number = sheet.add(FINAL, 1, left)
    won, lost = Source("winner", number), Source("loser", number)
    if grand_final is GrandFinal.RESET:
        sheet.add(FINAL, 2, [lost, won], after=number)
    return [[won], [lost]]


def _name(rounds: int, pairing: Pairing, count: int, size: int) -> str:
    if pairing.bracket == FINAL:
        return "Grand final" if pairing.round == 1 else "Grand final, reset"
    title = TITLES[pairing.bracket]
    if pairing.round == (rounds if pairing.bracket == WINNERS else 2 * rounds - 2):
        return f"{title} final"
    return f"{title} round {pairing.round}" + (f", match {count}" if size > 1 else "")
