"""Facts about a tournament become its line in the directory, its versions and its staff."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put
from projections.kernel.view import Project, View

STATUS = {
    "Tournament.Published": "published",
    "Tournament.RegistrationOpened": "registration_open",
    "Tournament.RegistrationClosed": "registration_closed",
    "Tournament.CheckInOpened": "check_in",
    "Tournament.Seeded": "seeded",
    "Tournament.Started": "live",
    "Tournament.Completed": "completed",
    "Tournament.Reopened": "live",
    "Tournament.Cancelled": "cancelled",
    "Tournament.Archived": "archived",
}
"""Where a tournament stands after each of these."""


def _created(recorded: Recorded) -> Iterable[Change]:
    fact = recorded.event
    draft = {"status": "draft", "published": False}
    created = {**draft, "owner": fact.owner, "created": recorded.position}
    yield _line(recorded, **created, **_defined(fact.definition))
    yield _version(recorded, fact.definition, None)
    yield Put("staff", _member(recorded, fact.owner), {"role": "owner"})


def _changed(recorded: Recorded) -> Iterable[Change]:
    yield _line(recorded, **_defined(recorded.event.after))
    yield _version(recorded, recorded.event.after, recorded.event.reason)


def _appointed(recorded: Recorded) -> Iterable[Change]:
    yield _line(recorded)
    yield Put("staff", _member(recorded, recorded.event.account), {"role": recorded.event.role})


def _dismissed(recorded: Recorded) -> Iterable[Change]:
    yield _line(recorded)
    yield Drop("staff", _member(recorded, recorded.event.account))


def _published(recorded: Recorded) -> Iterable[Change]:
    yield _line(recorded, status="published", published=True)


def _restored(recorded: Recorded) -> Iterable[Change]:
    yield _line(recorded, status=recorded.event.status)


def _stands(status: str) -> Project:
    return lambda recorded: [_line(recorded, status=status)]


def _line(recorded: Recorded, **values: Any) -> Put:
    seen = {
        "version": recorded.originator_version,
        "sequence": recorded.sequence,
        "updated_at": recorded.recorded_at,
    }
    return Put("tournament", {"tournament_id": recorded.originator_id}, {**values, **seen})


def _member(recorded: Recorded, account: UUID) -> dict[str, Any]:
    return {"tournament_id": recorded.originator_id, "account_id": account}


def _defined(definition: Any) -> dict[str, Any]:
    shown = {name: getattr(definition, name) for name in ("slug", "name", "visibility", "game")}
    return {**shown, "definition": definition}


def _version(recorded: Recorded, definition: Any, reason: str | None) -> Put:
    """Numbered as the tournament's own version that brought it."""
    key = {"tournament_id": recorded.originator_id, "number": recorded.originator_version}
    values = {"definition": definition, "reason": reason, "actor": recorded.actor, "at": recorded.recorded_at}
    return Put("version", key, {**values, "sequence": recorded.sequence})


VIEW = View(
    "directory",
    3,
    "projections.tournament",
    ("Tournament",),
    {
        **{topic: _stands(status) for topic, status in STATUS.items()},
        "Tournament.Created": _created,
        "Tournament.DefinitionChanged": _changed,
        "Tournament.StaffAppointed": _appointed,
        "Tournament.StaffDismissed": _dismissed,
        "Tournament.Published": _published,
        "Tournament.Restored": _restored,
    },
)
