"""Facts about an account become its row."""

from collections.abc import Callable, Iterable
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.view import Project, View


def _row(values: Callable[[Any], dict[str, Any]]) -> Project:
    """One row an account, with what the fact says of it."""

    def project(recorded: Recorded) -> Iterable[Change]:
        seen = {"version": recorded.originator_version}
        yield Put("account", {"account_id": recorded.originator_id}, {**values(recorded), **seen})

    return project


def _opened(recorded: Recorded) -> dict[str, Any]:
    shown = {name: getattr(recorded.event, name) for name in ("handle", "display_name", "role")}
    return {**shown, "opened_at": recorded.recorded_at}


VIEW = View(
    "accounts",
    1,
    "projections.account",
    ("Account",),
    {
        "Account.Opened": _row(_opened),
        "Account.CredentialChanged": _row(lambda _: {}),
        "Account.RoleGranted": _row(lambda recorded: {"role": recorded.event.role}),
    },
)
