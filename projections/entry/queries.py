"""Who is in, in order of arrival."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from projections.kernel.page import Page, page
from projections.kernel.rows import Row, Rows


async def registration(rows: Rows, registration_id: UUID) -> Row | None:
    """One registration."""
    found = await rows.select("registrations", "registration", {"registration_id": registration_id})
    return found[0] if found else None


async def registrations(rows: Rows, where: dict[str, Any], *, after: str | None, limit: int) -> Page:
    """A tournament's registrations."""
    return await page(
        rows, "registrations", "registration", where, order=("ordinal",), after=after, limit=limit
    )


async def entered(rows: Rows, account: UUID) -> set[UUID]:
    """The tournaments an account has ever entered."""
    found = await rows.select("registrations", "registration", {"account_id": account})
    return {row["tournament_id"] for row in found}


async def names(rows: Rows, entrants: Iterable[UUID | None]) -> dict[str, str]:
    """The names of these entrants by id."""
    asked = list({entrant for entrant in entrants if entrant is not None})
    found = await rows.select("registrations", "registration", {"registration_id": asked}) if asked else []
    return _by_id(found)


async def everyone(rows: Rows, tournament_id: UUID) -> dict[str, str]:
    """The names of all who ever entered, by id."""
    return _by_id(await rows.select("registrations", "registration", {"tournament_id": tournament_id}))


def _by_id(found: list[Row]) -> dict[str, str]:
    return {str(row["registration_id"]): row["name"] for row in found}
