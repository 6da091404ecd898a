"""Facts about a tournament become its status, and the windows that go with it."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.view import Project, View, nothing
from projections.tournament.projector import STATUS

WINDOWS = ("registration_opens_at", "registration_closes_at", "check_in_opens_at", "check_in_closes_at")


def _row(values: Callable[[Any], dict[str, Any]]) -> Project:
    """One row a tournament; what follows from it is asked when the instant is known."""

    def project(recorded: Recorded) -> Iterable[Change]:
        yield Put("tournament", {"tournament_id": recorded.originator_id}, values(recorded.event))

    return project


def _stands(status: str) -> Project:
    return _row(lambda _: {"status": status})


def _windows(definition: Any) -> dict[str, datetime | None]:
    instants = ((name, getattr(definition, name)) for name in WINDOWS)
    return {name: instant and instant.astimezone(UTC) for name, instant in instants}


def _opened(fact: Any) -> dict[str, Any]:
    return {"status": "registration_open", "opened_at": fact.timestamp.astimezone(UTC)}


VIEW = View(
    "deadlines",
    1,
    "projections.tournament.deadlines",
    ("Tournament",),
    {
        **{topic: _stands(status) for topic, status in STATUS.items()},
        "Tournament.Created": _row(lambda fact: {"status": "draft", **_windows(fact.definition)}),
        "Tournament.DefinitionChanged": _row(lambda fact: _windows(fact.after)),
        "Tournament.RegistrationOpened": _row(_opened),
        "Tournament.Restored": _row(lambda fact: {"status": fact.status}),
        "Tournament.StaffAppointed": nothing,
        "Tournament.StaffDismissed": nothing,
    },
)
