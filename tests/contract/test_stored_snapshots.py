"""One stored snapshot of each state, never edited: a state that changed has a version of its own."""

import json
from pathlib import Path

import pytest

from application.kernel.snapshots import freeze, schema_of, thaw
from domain.kernel.aggregate import Aggregate
from eventstore.snapshots import Snapshot
from reference import events
from tests.contract.test_stored_facts import STREAM

SAMPLES = {
    sample["schema"]: sample["state"]
    for sample in map(
        json.loads, Path(__file__).with_name("stored_snapshots.ndjson").read_text("utf-8").splitlines()
    )
}
SNAPSHOTTED = [kind for kind in events.aggregates() if kind.STATE]


def test_every_state_has_a_sample_and_no_older_one_is_left() -> None:
    assert set(SAMPLES) == {schema_of(kind) for kind in SNAPSHOTTED}


@pytest.mark.parametrize("kind", SNAPSHOTTED)
def test_the_state_is_what_the_sample_holds_or_else_has_another_version(kind: type[Aggregate]) -> None:
    stored = Snapshot(STREAM, 3, schema_of(kind), SAMPLES[schema_of(kind)].encode())

    assert freeze(kind, vars(thaw(kind, stored))) == stored
