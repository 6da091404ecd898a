"""Facts about a tournament become its line in the directory, its versions and its staff."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from eventstore.records import Recorded
from projections.kernel.changes import Change, Drop, Put

STATUS = {
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


def project(recorded: Recorded) -> Iterable[Change]:
    """One line a tournament, one row a version, one row a member of staff."""
    if not recorded.topic.startswith("Tournament."):
        return
    fact = recorded.event
    match recorded.topic:
        case "Tournament.Created":
            draft = {"status": "draft", "published": False}
            created = {**draft, "owner": fact.owner, "created": recorded.position}
            yield _line(recorded, **created, **_defined(fact.definition))
            yield _version(recorded, fact.definition, None)
            yield Put("staff", _member(recorded, fact.owner), {"role": "owner"})
        case "Tournament.DefinitionChanged":
            yield _line(recorded, **_defined(fact.after))
            yield _version(recorded, fact.after, fact.reason)
        case "Tournament.StaffAppointed":
            yield _line(recorded)
            yield Put("staff", _member(recorded, fact.account), {"role": fact.role})
        case "Tournament.StaffDismissed":
            yield _line(recorded)
            yield Drop("staff", _member(recorded, fact.account))
        case "Tournament.Published":
            yield _line(recorded, status="published", published=True)
        case "Tournament.Restored":
            yield _line(recorded, status=fact.status)
        case topic:
            yield _line(recorded, status=STATUS[topic])


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
