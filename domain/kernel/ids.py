"""Identities: natural keys become uuid5, so that a duplicate is the same stream and is refused as one."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6f0b9f2c-9a53-5d0e-8a0e-9b1f4c1d7e21")


def natural(*parts: object) -> UUID:
    """One id for what these words and ids name together."""
    return uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))
