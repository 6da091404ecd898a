"""The audit log, the latest first: the view's entries joined with the journal of commands."""

from typing import Any

from eventstore.reader import Reader
from projections.kernel.page import Page, page
from projections.kernel.rows import Rows


async def audit(rows: Rows, where: dict[str, Any], *, after: str | None, limit: int) -> Page:
    """Entries with the handle of who did it."""
    found = await page(
        rows, "audit", "entry", where, order=("position",), after=after, limit=limit, descending=True
    )
    actors = list({entry["actor"] for entry in found.items if entry["actor"]})
    handles = {
        row["account_id"]: row["handle"]
        for row in await rows.select("accounts", "account", {"account_id": actors})
    }
    return Page([{**entry, "handle": handles.get(entry["actor"])} for entry in found.items], found.next)


async def explained(found: Page, reader: Reader) -> Page:
    """The entries with their command, in which role it was sent, from where, and why."""
    sent = await reader.commands([entry["command_id"] for entry in found.items])
    return Page(
        [
            {
                **entry,
                "command": sent[entry["command_id"]].name,
                "role": sent[entry["command_id"]].role,
                "address": sent[entry["command_id"]].address,
                "reason": sent[entry["command_id"]].reason,
            }
            for entry in found.items
        ],
        found.next,
    )
