"""The identity of an account."""

from uuid import UUID

from domain.kernel.ids import natural


def account_id(handle: str) -> UUID:
    """One account for each handle, whatever its letter case."""
    return natural("account", handle.casefold())
