"""Every contradiction of a definition is refused, and names its field."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.kernel.refusals import InvalidDefinition
from domain.tournament.definition import Definition
from domain.tournament.questions import CustomField

EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)


def choice(*choices: str) -> list[CustomField]:
    return [CustomField("Class", "choice", choices=list(choices))]


CONTRADICTIONS: list[tuple[str, dict[str, Any]]] = [
    ("name", {"name": " "}),
    ("format", {"format": "chess boxing"}),
    ("best_of", {"best_of": 0}),
    ("best_of", {"best_of": 2}),
    ("capacity", {"capacity": 1}),
    ("capacity", {"capacity": 4097}),
    ("minimum_entrants", {"minimum_entrants": 1}),
    ("minimum_entrants", {"minimum_entrants": 9, "capacity": 8}),
    ("fee_minor", {"fee_minor": -1, "currency": "EUR"}),
    ("prize_minor", {"prize_minor": -1, "currency": "EUR"}),
    ("currency", {"fee_minor": 1}),
    ("currency", {"prize_minor": 1}),
    ("currency", {"currency": "euro"}),
    ("visibility", {"visibility": "secret"}),
    ("starts_at", {"registration_opens_at": LATE, "registration_closes_at": EARLY}),
    ("starts_at", {"registration_closes_at": LATE, "check_in_opens_at": EARLY}),
    ("starts_at", {"check_in_opens_at": LATE, "check_in_closes_at": EARLY}),
    ("starts_at", {"check_in_closes_at": LATE, "starts_at": EARLY}),
    ("fields", {"fields": [CustomField(" ", "text")]}),
    ("fields", {"fields": [CustomField("Club", "text"), CustomField("club ", "number")]}),
    ("fields", {"fields": [CustomField("Club", "colour")]}),
    ("fields", {"fields": [CustomField("Club", "text", choices=["Reds", "Blues"])]}),
    ("fields", {"fields": choice()}),
    ("fields", {"fields": choice("open")}),
    ("fields", {"fields": choice("open", "open")}),
    ("fields", {"fields": choice("open", " ")}),
]


@pytest.mark.parametrize(("field", "wrong"), CONTRADICTIONS)
def test_a_contradiction_is_refused_and_names_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        Definition(**{"name": "Open", "slug": "open", **wrong}).check()
    assert refused.value.context["field"] == field


@pytest.mark.parametrize(
    "edge",
    [
        {"capacity": 2, "minimum_entrants": 2},
        {"capacity": 4096, "minimum_entrants": 4096},
        {"best_of": 3},
        {"fee_minor": 500, "prize_minor": 500, "currency": "EUR"},
        {"registration_opens_at": EARLY, "registration_closes_at": EARLY, "starts_at": LATE},
        {"visibility": "unlisted", "fields": [*choice("open", "junior"), CustomField("Club", "text")]},
    ],
)
def test_what_agrees_with_itself_is_taken(edge: dict[str, Any]) -> None:
    definition = Definition(**{"name": "Open", "slug": "open", **edge})
    assert definition.check() is definition
