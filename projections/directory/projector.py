"""Facts about a tournament become its line in the directory, and its versions."""

from collections.abc import Iterable
from typing import Any

from eventstore.records import Recorded
from projections.changes import Change, Put

STATUS = {
    "Tournament.Published": "published",
    "Tournament.RegistrationOpened": "registration_open",
    "Tournament.RegistrationClosed": "registration_closed",
    "Tournament.CheckInOpened": "check_in",
    "Tournament.Seeded": "seeded",
    "Tournament.Started": "live",
    "Tournament.Completed": "completed",
    "Tournament.Cancelled": "cancelled",
    "Tournament.Archived": "archived",
}


def project(recorded: Recorded) -> Iterable[Change]:
    """One line a tournament, one row a version."""
    fact = recorded.event
    match recorded.topic:
        case "Tournament.Created":
            yield _line(recorded, status="draft", owner=fact.owner, **_defined(fact.definition))
            yield _version(recorded, fact.definition, None)
        case "Tournament.DefinitionChanged":
            yield _line(recorded, **_defined(fact.after))
            yield _version(recorded, fact.after, fact.reason)
        case "Tournament.Restored":
            yield _line(recorded, status=fact.status)
        case topic if topic in STATUS:
            yield _line(recorded, status=STATUS[topic])


def _line(recorded: Recorded, **values: Any) -> Put:
    seen = {"sequence": recorded.sequence, "updated_at": recorded.recorded_at}
    return Put("tournament", {"tournament_id": recorded.originator_id}, {**values, **seen})


def _defined(definition: Any) -> dict[str, Any]:
    return {
        "slug": definition.slug,
        "name": definition.name,
        "visibility": definition.visibility,
        "definition": definition,
    }


def _version(recorded: Recorded, definition: Any, reason: str | None) -> Put:
    key = {"tournament_id": recorded.originator_id, "sequence": recorded.sequence}
    values = {"definition": definition, "reason": reason, "actor": recorded.actor, "at": recorded.recorded_at}
    return Put("version", key, values)
