"""Identities: natural keys become uuid5, so that a duplicate is the same stream and is refused as one."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6f0b9f2c-9a53-5d0e-8a0e-9b1f4c1d7e21")


def _natural(*parts: object) -> UUID:
    return uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))


def account_id(handle: str) -> UUID:
    """One account for each handle, whatever its letter case."""
    return _natural("account", handle.casefold())


def game_id(slug: str) -> UUID:
    """One game for each slug."""
    return _natural("game", slug)


def entry_list_id(tournament: UUID) -> UUID:
    """The list of entries of one tournament."""
    return _natural("entries", tournament)


def registration_of_account(tournament: UUID, account: UUID) -> UUID:
    """One registration for each account in a tournament."""
    return _natural("registration", tournament, account)


def registration_of_name(tournament: UUID, name: str) -> UUID:
    """One registration for each name staff enters in a tournament, whatever its letter case."""
    return _natural("registration", tournament, "name", " ".join(name.casefold().split()))


def bracket_id(tournament: UUID, stage: int = 1) -> UUID:
    """The bracket of each stage, from 1; that of the first is named without a number."""
    return _natural("bracket", tournament, *([stage] if stage > 1 else []))


def match_id(bracket: UUID, generation: int, number: int) -> UUID:
    """Match `number` (from 1) of the bracket's `generation`-th draw."""
    return _natural("match", bracket, generation, number)
