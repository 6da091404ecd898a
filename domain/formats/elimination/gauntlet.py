"""The gauntlet, or stepladder: the lowest two meet, and who wins meets the next one up."""

from domain.formats.draw import Draw, Pairing, Sheet, Source

LARGEST = 256


def draw(entrants: int) -> Draw:
    """n - 1 matches; seed 1 plays the last one only. Raises ValueError outside 2 to 256."""
    if not 2 <= entrants <= LARGEST:
        raise ValueError(f"a gauntlet has 2 to {LARGEST} entrants")
    sheet = Sheet()
    climbing = Source("seed", entrants)
    ranked: list[list[Source]] = []
    for seed in range(entrants - 1, 0, -1):
        number = sheet.add("main", entrants - seed, [Source("seed", seed), climbing])
        climbing = Source("winner", number)
        ranked.insert(0, [Source("loser", number)])
    return sheet.draw(entrants, [[climbing], *ranked], lambda *match: _name(entrants, *match))


def _name(entrants: int, pairing: Pairing, _: int, __: int) -> str:
    return "Final" if pairing.round == entrants - 1 else f"Step {pairing.round}"
