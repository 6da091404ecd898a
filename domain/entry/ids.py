"""The identities of entries."""

from uuid import UUID

from domain.kernel.ids import natural


def entry_list_id(tournament: UUID) -> UUID:
    """The list of entries of one tournament."""
    return natural("entries", tournament)


def registration_of_account(tournament: UUID, account: UUID) -> UUID:
    """One registration for each account in a tournament."""
    return natural("registration", tournament, account)


def registration_of_name(tournament: UUID, name: str) -> UUID:
    """One registration for each name staff enters in a tournament, whatever its letter case."""
    return natural("registration", tournament, "name", " ".join(name.casefold().split()))
