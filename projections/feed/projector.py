"""Facts a spectator cares about become entries; the sentence is made when it is read, from today's names."""

from collections.abc import Iterable

from eventstore.records import Recorded
from projections.kernel.changes import Change, Put
from projections.kernel.telling import Entry
from projections.kernel.view import Project, View, nothing
from projections.subjects import AGGREGATES, LINES


def _entry(entry: Entry | None) -> Project:
    """One entry a fact that is told."""
    if entry is None:
        return nothing

    def project(recorded: Recorded) -> Iterable[Change]:
        yield Put(
            "entry",
            {"tournament_id": recorded.tournament_id, "sequence": recorded.sequence},
            {
                "topic": recorded.topic,
                "subject": recorded.originator_id,
                "said": entry.keeps(recorded.event),
                "at": recorded.recorded_at,
            },
        )

    return project


VIEW = View(
    "feed", 5, "projections.feed", AGGREGATES, {topic: _entry(line.feed) for topic, line in LINES.items()}
)
