"""Long lists in pages: a cursor names the row a page ended with, so nothing is skipped or shown twice."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from projections.kernel.rows import NOTHING, Row, Rows


class Page(msgspec.Struct, frozen=True):
    """Some rows, and the cursor of those that follow; None at the end."""

    items: list[Row]
    next: str | None


async def page(
    rows: Rows,
    view: str,
    table: str,
    where: Mapping[str, Any],
    *,
    holding: Mapping[str, str] = NOTHING,
    order: Sequence[str],
    after: str | None,
    limit: int,
    descending: bool = False,
) -> Page:
    """`limit` rows beyond the cursor `after`; ValueError for a cursor that is none of ours."""
    beyond = _read_cursor(after, len(order)) if after else None
    found = await rows.select(
        view, table, where, holding=holding, order=order, after=beyond, descending=descending, limit=limit + 1
    )
    shown = found[:limit]
    more = len(found) > limit
    return Page(shown, _cursor([shown[-1][column] for column in order]) if more else None)


def _cursor(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).rstrip(b"=").decode()


def _read_cursor(cursor: str, width: int) -> list[int]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = msgspec.json.decode(raw, type=list[int])
    except (ValueError, msgspec.MsgspecError):
        raise ValueError("the cursor is none of ours") from None
    if len(values) != width or any(abs(value) >= 2**63 for value in values):
        raise ValueError("the cursor is none of ours")
    return values
