"""Names of entrants as people compare them."""

import unicodedata
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID


class Named(Protocol):
    """An entrant, as `domain.entry.registration.Registration` is one."""

    @property
    def id(self) -> UUID:
        """Who."""

    @property
    def account(self) -> UUID | None:
        """Whose; nobody's where staff entered a name."""

    @property
    def name(self) -> str:
        """As it is shown."""


def alike(name: str) -> str:
    """The same for names that differ in letter case, in blanks, or in how their letters are composed."""
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def known_again(earlier: Iterable[Named], now: Iterable[Named]) -> dict[UUID, UUID]:
    """Entrants of an earlier tournament, and who each of them is now.

    The same account is the same entrant, under whatever name. Else the same name is, where one of the two was
    entered by staff, without an account, and nobody else there or here has the name too.
    """
    before, here = list(earlier), list(now)
    accounts = {one.account: one.id for one in here if one.account}
    found = {one.id: accounts[one.account] for one in before if one.account in accounts}
    known = {*found.values()}
    names = _alone(one for one in here if one.id not in known)
    for name, one in _alone(one for one in before if one.id not in found).items():
        other = names.get(name)
        if other and not (one.account and other.account):
            found[one.id] = other.id
    return found


def by_name(entrants: Iterable[Named]) -> dict[str, list[Named]]:
    """Entrants under each name they share."""
    found: dict[str, list[Named]] = {}
    for one in entrants:
        found.setdefault(alike(one.name), []).append(one)
    return found


def _alone(entrants: Iterable[Named]) -> dict[str, Named]:
    return {name: those[0] for name, those in by_name(entrants).items() if len(those) == 1}
