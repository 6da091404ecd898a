"""Tournaments as people look for them."""

from typing import Any
from uuid import UUID

from projections.kernel.page import Page, page
from projections.kernel.rows import Row, Rows


async def tournament(rows: Rows, tournament_id: UUID) -> Row | None:
    """One tournament with its present definition."""
    found = await rows.select("directory", "tournament", {"tournament_id": tournament_id})
    return found[0] if found else None


async def tournaments(
    rows: Rows, where: dict[str, Any], *, text: str = "", after: str | None, limit: int
) -> Page:
    """Those that answer to `where` and whose name holds `text`, the newest first."""
    return await page(
        rows,
        "directory",
        "tournament",
        where,
        holding={"name": text} if text else {},
        order=("created",),
        after=after,
        limit=limit,
        descending=True,
    )


async def versions(rows: Rows, tournament_id: UUID, *, after: str | None, limit: int) -> Page:
    """Every definition there was, the first one first."""
    where = {"tournament_id": tournament_id}
    return await page(rows, "directory", "version", where, order=("number",), after=after, limit=limit)


async def definitions(rows: Rows, tournament_id: UUID, numbers: list[int]) -> dict[int, Row]:
    """The definitions with these numbers, as far as there are any."""
    where = {"tournament_id": tournament_id, "number": numbers}
    return {row["number"]: row["definition"] for row in await rows.select("directory", "version", where)}


async def staff(rows: Rows, tournament_id: UUID) -> dict[UUID, str]:
    """Accounts and their staff roles."""
    found = await rows.select("directory", "staff", {"tournament_id": tournament_id})
    return {row["account_id"]: row["role"] for row in found}


async def staffed(rows: Rows, account: UUID) -> list[UUID]:
    """The tournaments whose staff an account is, in whatever role."""
    return [row["tournament_id"] for row in await rows.select("directory", "staff", {"account_id": account})]


def changes(before: Row, after: Row) -> list[Row]:
    """The fields in which two definitions differ, with both values."""
    names = [name for name in after if before.get(name) != after.get(name)]
    return [{"field": name, "before": before.get(name), "after": after.get(name)} for name in names]
