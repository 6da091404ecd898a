"""How accounts stand to a tournament, as the views have it; the authorization table says what follows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from projections.rows import LiveRows, Row

VISITOR = "SPECTATOR"


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
    return (await standings(rows, line, [account]))[account]


def hidden(line: Row) -> bool:
    """Whether only those concerned may know of it."""
    return not line["published"] or line["visibility"] == "private"


async def standings(rows: LiveRows, line: Row, accounts: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The same for many accounts in three questions."""
    asked = {"account_id": list(accounts)}
    roles = await rows.select("accounts", "account", asked)
    here = {"tournament_id": line["tournament_id"], **asked}
    staff = {row["account_id"]: row["role"] for row in await rows.select("directory", "staff", here)}
    entered = {row["account_id"] for row in await rows.select("registrations", "registration", here)}
    known = {row["account_id"]: row["role"] for row in roles}
    return {
        account: {
            "role": known.get(account, VISITOR),
            "staff": staff.get(account),
            "entrant": account in entered,
            "hidden": hidden(line),
        }
        for account in accounts
    }
