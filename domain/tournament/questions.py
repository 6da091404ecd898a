"""What is asked at registration, and which answers it takes."""

import re
from collections.abc import Mapping, Sequence

import msgspec

from domain.tournament.refusals import AnswerInvalid

KINDS = ("text", "number", "choice", "checkbox", "url", "game_id")


class CustomField(msgspec.Struct, frozen=True):
    """A question asked at registration."""

    name: str
    kind: str  # text, number, choice, checkbox, url, game_id
    required: bool = False
    public: bool = True
    choices: list[str] = []


def contradictions(fields: Sequence[CustomField]) -> list[tuple[bool, str]]:
    """What can be wrong with questions: whether it is, and in words."""
    names = [field.name.casefold().strip() for field in fields]
    offered = [field.choices for field in fields if field.kind == "choice"]
    return [
        ("" in names, "a field needs a name"),
        (len(set(names)) < len(names), "each field has a name of its own"),
        (any(field.kind not in KINDS for field in fields), f"a kind is one of {', '.join(KINDS)}"),
        (any(field.choices for field in fields if field.kind != "choice"), "only a choice has choices"),
        (any(len(choices) < 2 for choices in offered), "a choice has two choices or more"),
        (any(len(set(choices)) < len(choices) for choices in offered), "a choice names each once"),
        (any(not one.strip() for choices in offered for one in choices), "a choice is not blank"),
    ]


def check_answers(
    fields: Sequence[CustomField], answers: Mapping[str, str], *, complete: bool = True
) -> dict[str, str]:
    """The answers that say something, by field: a blank one says nothing.

    A required checkbox must be ticked. Unless `complete`, what is required may be missing. Raises
    AnswerInvalid for the first answer, or missing answer, that will not do.
    """
    given = {name: answer for name, answer in answers.items() if answer.strip()}
    asked = {field.name: field for field in fields}
    for name in answers:
        if name not in asked:
            raise AnswerInvalid(field=name, problem="nobody asks for this")
    for name, field in asked.items():
        problem = _problem(field, given[name]) if name in given else None
        if problem is None and complete and field.required:
            problem = _missing(field, given.get(name))
        if problem is not None:
            raise AnswerInvalid(field=name, problem=problem)
    return given


def _problem(field: CustomField, answer: str) -> str | None:
    if field.kind == "choice":
        return None if answer in field.choices else f"it is one of {', '.join(field.choices)}"
    shape, expected = SHAPES[field.kind]
    return None if shape.fullmatch(answer) else f"it is {expected}"


def _missing(field: CustomField, answer: str | None) -> str | None:
    if field.kind == "checkbox":
        return None if answer == "true" else "it must be ticked"
    return "it must be answered" if answer is None else None


SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    "text": (re.compile(r".{1,500}", re.DOTALL), "a text of up to 500 characters"),
    "number": (re.compile(r"-?\d{1,15}(\.\d{1,6})?", re.ASCII), "a number such as 7, -7 or 7.5"),
    "checkbox": (re.compile(r"true|false"), "true or false"),
    "url": (
        re.compile(r"(?=.{1,500}$)https?://[^\s/?#]\S*"),
        "an http or https address of up to 500 characters",
    ),
    "game_id": (re.compile(r"\S(.{0,62}\S)?"), "one line of up to 64 characters, without spaces around it"),
}
"""What the answers of each kind but choice look like."""
