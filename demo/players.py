"""Who plays in a demo: the same names every time, as many as are asked for."""

import re
import unicodedata

import msgspec

KNOWN = (
    "Nova Vortex",
    "Kestrel",
    "Ashfall",
    "Quietstorm",
    "Maribel Ochoa",
    "ferrum",
    "Blue Harbour",
    "TANUKI",
    "Ysolde",
    "Rook & Pawn",
    "hexcode",
    "Bartholomew V.",
    "Saffron",
    "lowtide",
    "Grimm",
    "Ōtani",
)
FIRST = ("Amber", "Brisk", "Cobalt", "Dusk", "Ember", "Frost", "Gilt", "Iron", "Jade", "Lunar", "Mute")
SECOND = ("Finch", "Lynx", "Otter", "Raven", "Viper", "Wolf", "Comet", "Anvil", "Mirage", "Rider", "Thorn")
WITHOUT_ACCOUNT = 4
"""Every how manieth player is entered by staff and has no account."""


class Entrant(msgspec.Struct, frozen=True):
    """A player; for one without an account staff say how the match ended."""

    name: str
    handle: str
    has_account: bool


def entrants(count: int) -> list[Entrant]:
    """From seed 1 on."""
    return [
        Entrant(name, _handle(name), has_account=number % WITHOUT_ACCOUNT != 0)
        for number, name in enumerate(names(count), 1)
    ]


def names(count: int) -> list[str]:
    """Up to 137 names, each once."""
    size = len(FIRST)
    made = (f"{FIRST[n % size]} {SECOND[(n + n // size) % size]}" for n in range(size * size))
    return [*KNOWN, *made][:count]


def _handle(name: str) -> str:
    """The name as a handle: letters without marks, and dashes."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
