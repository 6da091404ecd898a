"""Facts of sensitive actions become entries; role, address and reason stand in the journal of commands."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.telling import Audit
from projections.kernel.view import Project, View, nothing
from projections.subjects import AGGREGATES, LINES

SHARED = ("tournament_id", "sequence", "topic", "actor", "command_id")


def _entry(audit: Audit | None) -> Project:
    """One entry a sensitive fact."""
    if audit is None:
        return nothing

    def project(recorded: Recorded) -> Iterable[Change]:
        told = audit(recorded.event)
        if told is not None:
            yield Put(
                "entry",
                {"position": recorded.position},
                {
                    **{name: getattr(recorded, name) for name in SHARED},
                    "action": told[0],
                    "before": told[1],
                    "after": told[2],
                    "subject": recorded.originator_id,
                    "at": recorded.recorded_at,
                },
            )

    return project


VIEW = View(
    "audit", 7, "projections.audit", AGGREGATES, {topic: _entry(line.audit) for topic, line in LINES.items()}
)
