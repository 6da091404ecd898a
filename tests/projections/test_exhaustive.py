"""Every view names every fact of the streams it owns, and what each fact is called stands once."""

from dataclasses import dataclass
from typing import Any

import pytest

from projections.kernel.view import UnknownFact, View
from projections.subjects import AGGREGATES, LINES, SUBJECTS
from projections.views import VIEWS
from reference import events


def stated() -> set[str]:
    """The topic of every fact that any aggregate states."""
    return {fact.TOPIC for aggregate in events.aggregates() for fact in events.facts(aggregate)}


@dataclass
class Unheard:
    """A fact that nobody has heard of yet."""

    topic: str


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_names_every_topic_of_the_streams_it_owns_and_no_other(view: View) -> None:
    assert set(view.on) == {topic for topic in stated() if topic.partition(".")[0] in view.owns}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_fact_that_a_view_should_know_and_does_not_is_no_change_but_an_error(view: View) -> None:
    for aggregate in view.owns:
        unheard: Any = Unheard(f"{aggregate}.SomethingNew")
        with pytest.raises(UnknownFact, match=f"{view.name} does not know {unheard.topic}"):
            view.project(unheard)


def test_what_is_no_business_of_a_view_changes_nothing_in_it() -> None:
    unheard: Any = Unheard("Weather.Changed")
    assert [view.name for view in VIEWS if list(view.project(unheard))] == []


def test_every_fact_has_its_line_with_one_subject() -> None:
    assert set(LINES) == stated()
    assert sum(len(subject.lines) for subject in SUBJECTS) == len(LINES)
    assert set(AGGREGATES) == {topic.partition(".")[0] for topic in LINES}
