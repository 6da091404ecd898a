"""Facts about an account become its row."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put


def project(recorded: Recorded) -> Iterable[Change]:
    """One row an account."""
    if recorded.topic.startswith("Account."):
        values = {**_values(recorded), "version": recorded.originator_version}
        yield Put("account", {"account_id": recorded.originator_id}, values)


def _values(recorded: Recorded) -> dict[str, Any]:
    fact = recorded.event
    match recorded.topic:
        case "Account.Opened":
            shown = {name: getattr(fact, name) for name in ("handle", "display_name", "role")}
            return {**shown, "opened_at": recorded.recorded_at}
        case "Account.RoleGranted":
            return {"role": fact.role}
        case _:
            return {}
