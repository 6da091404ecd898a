"""One stored sample of every fact and version, never edited: what was stored once can be read for ever."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from eventstore.mapper import UnknownTopic, from_bytes, to_bytes
from reference import events

STREAM = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
SAMPLES = [
    json.loads(line)
    for line in Path(__file__).with_name("stored_facts.ndjson").read_text("utf-8").splitlines()
]


def facts() -> dict[str, int]:
    return {
        fact.TOPIC: getattr(fact, "class_version", 1)
        for aggregate in events.aggregates()
        for fact in events.facts(aggregate)
    }


def test_every_fact_and_version_has_a_sample() -> None:
    wanted = {(topic, version) for topic, latest in facts().items() for version in range(1, latest + 1)}
    assert {(sample["topic"], sample["version"]) for sample in SAMPLES} == wanted


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['topic']} v{sample['version']}")
def test_a_sample_is_read_and_written_as_it_was_stored(sample: dict[str, str]) -> None:
    fact = from_bytes(sample["topic"], int(sample["version"]), sample["state"].encode(), STREAM, 1)
    topic, version, state = to_bytes(fact)

    assert topic == sample["topic"]
    if version == sample["version"]:
        assert state.decode() == sample["state"]


@pytest.mark.parametrize("topic", ["domain.match:Match.Started", "Match.Unheard"])
def test_a_path_to_a_class_is_no_topic_and_an_unknown_one_is_named(topic: str) -> None:
    with pytest.raises(UnknownTopic, match=topic):
        from_bytes(topic, 1, b"{}", STREAM, 1)
