"""How accounts stand to a tournament, as the views have it; the authorization table says what follows."""

from collections.abc import Collection, Sequence
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
    return (await standings(rows, [(line, [account])]))[line["tournament_id"], account]


def hidden(line: Row) -> bool:
    """Whether only those concerned may know of it."""
    return not line["published"] or line["visibility"] == "private"


async def standings(
    rows: LiveRows, asked: Sequence[tuple[Row, Collection[UUID]]]
) -> dict[tuple[UUID, UUID], dict[str, Any]]:
    """The same for many accounts, each in the tournaments of these lines, in three questions."""
    here = {
        "tournament_id": [line["tournament_id"] for line, _ in asked],
        "account_id": list({account for _, accounts in asked for account in accounts}),
    }
    roles = await rows.select("accounts", "account", {"account_id": here["account_id"]})
    known = {row["account_id"]: row["role"] for row in roles}
    staff = {_pair(row): row["role"] for row in await rows.select("directory", "staff", here)}
    entered = {_pair(row) for row in await rows.select("registrations", "registration", here)}
    return {
        (line["tournament_id"], account): {
            "role": known.get(account, VISITOR),
            "staff": staff.get((line["tournament_id"], account)),
            "entrant": (line["tournament_id"], account) in entered,
            "hidden": hidden(line),
        }
        for line, accounts in asked
        for account in accounts
    }


def _pair(row: Row) -> tuple[UUID, UUID]:
    return row["tournament_id"], row["account_id"]
