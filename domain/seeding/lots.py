"""An order drawn by lot that anyone can draw again."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID


def drawn_by_lot(entrants: Sequence[UUID], seed: str) -> list[UUID]:
    """The entrants in an order that `seed` alone decides, whatever order they come in.

    Each draws the lot sha256("{seed}:{entrant}") in UTF-8, the entrant written as a UUID in lower case with
    hyphens; the smallest lot is first. It is fair where nobody who could choose the seed also knew the
    entrants: announce it before entries close, or take it from a public draw that comes after. With one
    entrant a line in entrants.txt, an auditor repeats it by

        python3 -c 'import hashlib, sys; print(*sorted(
            sys.stdin.read().split(),
            key=lambda entrant: hashlib.sha256(f"{sys.argv[1]}:{entrant}".encode()).digest(),
        ))' "the seed" < entrants.txt

    Raises ValueError for an entrant named twice and for a seed that is no Unicode text.
    """
    if len(set(entrants)) < len(entrants):
        raise ValueError("everyone draws one lot")
    return sorted(entrants, key=lambda entrant: sha256(f"{seed}:{entrant}".encode()).digest())
