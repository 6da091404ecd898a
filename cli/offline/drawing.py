"""`palio draw`: the matches of a format, without a server or a database."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, table
from domain.formats.catalogue import FORMATS, Choices
from domain.formats.catalogue import draw as drawn
from domain.formats.draw import DrawnMatch, Source
from domain.formats.elimination.double_elimination import GrandFinal
from domain.formats.table.round_robin import Grouping
from domain.seeding.orders import SlotOrder

KINDS = {"seed": "seed", "winner": "winner_of", "loser": "loser_of"}
WORDS = {"seed": "seed {}", "winner": "winner of {}", "loser": "loser of {}"}
FormatName = Annotated[str, typer.Option("--format", help=", ".join(FORMATS), show_default=False)]
Entrants = Annotated[int, typer.Option(help="How many are drawn.", show_default=False)]


def draw(
    format_name: FormatName,
    entrants: Entrants,
    third_place: Annotated[bool, typer.Option("--third-place", help="The semi-finals' losers meet.")] = False,
    consolation: Annotated[
        bool, typer.Option("--consolation", help="The first round's losers play a bracket of their own.")
    ] = False,
    placement: Annotated[bool, typer.Option("--placement", help="Every place is played for.")] = False,
    order: Annotated[
        SlotOrder,
        typer.Option(
            help="How seeds stand in the first round of a single elimination: standard lets the best meet"
            " last, natural takes them as the lines of a draw made elsewhere, and the others are that from"
            " the bottom, with its halves changed, or with the sides of each match changed."
        ),
    ] = SlotOrder.STANDARD,
    grand_final: Annotated[
        GrandFinal, typer.Option(help="How double elimination is settled.")
    ] = GrandFinal.RESET,
    skip_first_round: Annotated[
        bool, typer.Option("--skip-first-round", help="The lower half begins in the losers bracket.")
    ] = False,
    groups: Annotated[int, typer.Option(help="Groups of a round robin.")] = 1,
    grouping: Annotated[Grouping, typer.Option(help="How seeds are dealt to groups.")] = Grouping.SNAKE,
    cycles: Annotated[int, typer.Option(help="How often everyone meets everyone.")] = 1,
    json: Json = False,
) -> None:
    """Draw a format: every match, where its sides come from, and the places it gives."""
    choices = Choices(
        third_place=third_place,
        consolation=consolation,
        placement=placement,
        order=order,
        grand_final=grand_final,
        skip_first_round=skip_first_round,
        groups=groups,
        grouping=grouping,
        cycles=cycles,
    )
    if format_name not in FORMATS:
        raise Refused(f"there is no format {format_name}; there are {', '.join(FORMATS)}")
    try:
        found = drawn(format_name, entrants, choices)
    except ValueError as problem:
        raise Refused(str(problem)) from None
    if json:
        document({"matches": list(_described(found.matches))})
        return
    rows = [
        (match.number, match.name, *(_words(side) for side in match.sides), _place(match))
        for match in found.matches
    ]
    table(("match", "name", "first side", "second side", "places"), rows, empty="Nothing is drawn.")


def _described(matches: Iterable[DrawnMatch]) -> Iterator[dict[str, Any]]:
    """As programs read them: `id` counts them all, `number` those of a round."""
    counts: Counter[tuple[str, int]] = Counter()
    for match in matches:
        counts[match.bracket, match.round] += 1
        said: dict[str, Any] = {
            "id": match.number,
            "bracket": match.bracket,
            "round": match.round,
            "number": counts[match.bracket, match.round],
            "name": match.name,
            "sides": [{KINDS[side.kind]: side.number} for side in match.sides],
            "winner_place": match.winner_place,
            "loser_place": match.loser_place,
        }
        yield {**said, "if_needed": True, "after": match.after} if match.if_needed else said


def _words(side: Source) -> str:
    return WORDS[side.kind].format(side.number)


def _place(match: DrawnMatch) -> str:
    places = [place for place in (match.winner_place, match.loser_place) if place]
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in places)
