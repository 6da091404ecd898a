"""Groups of four from which two advance, by double elimination without a final (as StarCraft's GSL plays)."""

from domain.formats.draw import Draw, Pairing, Sheet, Source
from domain.formats.table.round_robin import Grouping, groups, name_of

NAMES = {1: "opening match", 2: "winners' match", 3: "losers' match", 4: "deciding match"}
FOUR = 4


def draw(entrants: int, how: Grouping = Grouping.SNAKE) -> Draw:
    """Five matches a group: who wins two advances, who loses two is out.

    The winners of the winners' matches share the first ranks, those of the deciding matches the next, then
    come the losers of the deciding and of the losers' matches. Raises ValueError where entrants do not make
    groups of four.
    """
    if entrants < FOUR or entrants % FOUR:
        raise ValueError("groups of four need a multiple of four entrants")
    sheet = Sheet()
    ranked: list[list[Source]] = [[], [], [], []]
    for group, members in enumerate(groups(entrants, entrants // FOUR, how)):
        _group(sheet, name_of(group), members, ranked)
    return sheet.draw(entrants, ranked, lambda *match: _name(entrants // FOUR, *match))


def _group(sheet: Sheet, bracket: str, members: list[int], ranked: list[list[Source]]) -> None:
    best, second, third, last = (Source("seed", seed) for seed in members)
    opening = [sheet.add(bracket, 1, sides) for sides in ((best, last), (second, third))]
    winners = sheet.add(bracket, 2, [Source("winner", number) for number in opening])
    losers = sheet.add(bracket, 3, [Source("loser", number) for number in opening])
    deciding = sheet.add(bracket, 4, [Source("loser", winners), Source("winner", losers)])
    ends = [("winner", winners), ("winner", deciding), ("loser", deciding), ("loser", losers)]
    for rank, (kind, number) in enumerate(ends):
        ranked[rank].append(Source(kind, number))


def _name(count: int, pairing: Pairing, match: int, size: int) -> str:
    title = NAMES[pairing.round] + (f" {match}" if size > 1 else "")
    return f"G{pairing.bracket[1:]}, {title}" if count > 1 else title.capitalize()
