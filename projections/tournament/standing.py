"""How accounts stand to a tournament, as the views have it; the authorization table says what follows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from projections.kernel.rows import LiveRows, Row

VISITOR = "SPECTATOR"
STANDINGS = (
    "SELECT tournament_id, account_id, t.published, t.visibility, a.role, s.role AS staff,"
    " EXISTS (SELECT FROM view_registrations.registration r"
    " WHERE r.account_id = w.account_id AND r.tournament_id = w.tournament_id) AS entrant"
    " FROM unnest(%s::uuid[], %s::uuid[]) AS w (tournament_id, account_id)"
    " JOIN view_directory.tournament t USING (tournament_id)"
    " LEFT JOIN view_directory.staff s USING (tournament_id, account_id)"
    " LEFT JOIN view_accounts.account a USING (account_id)"
)
Watcher = tuple[UUID, UUID]
"""A tournament, and an account."""


async def role(rows: LiveRows, account: UUID | None) -> str:
    """The account's role; that of a visitor where there is none."""
    if account is None:
        return VISITOR
    found = await rows.select("accounts", "account", {"account_id": account})
    return str(found[0]["role"]) if found else VISITOR


async def standing(rows: LiveRows, line: Row, account: UUID | None) -> dict[str, Any]:
    """Role, staff role and entry of one account in the tournament of this line of the directory."""
    if account is None:
        return {"hidden": hidden(line)}
    asked = line["tournament_id"], account
    return (await standings(rows, [asked]))[asked]


def hidden(line: Row) -> bool:
    """Whether only those concerned may know of it."""
    return not line["published"] or line["visibility"] == "private"


async def standings(rows: LiveRows, asked: Sequence[Watcher]) -> dict[Watcher, dict[str, Any]]:
    """The same of many accounts in many tournaments, as far as there are these, in one question."""
    tournaments, accounts = zip(*asked, strict=True) if asked else ((), ())
    found = await rows.of(STANDINGS, (list(tournaments), list(accounts)))
    return {
        (row["tournament_id"], row["account_id"]): {
            "role": row["role"] or VISITOR,
            "staff": row["staff"],
            "entrant": row["entrant"],
            "hidden": hidden(row),
        }
        for row in found
    }
