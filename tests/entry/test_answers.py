"""Which answers a registration takes."""

import pytest

from domain.tournament.questions import CustomField, check_answers
from domain.tournament.refusals import AnswerInvalid

CLASS = CustomField("Class", "choice", choices=["open", "junior"])


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("text", "two\nlines, and 東京"),
        ("text", "x" * 500),
        ("number", "0"),
        ("number", "-12.5"),
        ("number", "9" * 15),
        ("checkbox", "true"),
        ("checkbox", "false"),
        ("url", "https://example.org/a?b#c"),
        ("url", "http://example.org"),
        ("game_id", "Ann#1234"),
        ("game_id", "x" * 64),
    ],
)
def test_an_answer_of_its_kind_is_kept(kind: str, answer: str) -> None:
    assert check_answers([CustomField("It", kind)], {"It": answer}) == {"It": answer}


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("text", "x" * 501),
        ("number", "seven"),
        ("number", "1e3"),
        ("number", "NaN"),
        ("number", "٣"),
        ("number", "1."),
        ("number", "9" * 16),
        ("number", "7\n"),
        ("checkbox", "yes"),
        ("checkbox", "True"),
        ("url", "javascript:alert(1)"),
        ("url", "example.org"),
        ("url", "https://"),
        ("url", "https://example.org/a b"),
        ("url", "https://example.org/" + "x" * 490),
        ("game_id", "two\nlines"),
        ("game_id", " Ann"),
        ("game_id", "x" * 65),
    ],
)
def test_an_answer_of_another_kind_is_refused(kind: str, answer: str) -> None:
    with pytest.raises(AnswerInvalid) as refused:
        check_answers([CustomField("It", kind)], {"It": answer})
    assert refused.value.code == "answer_invalid"
    assert refused.value.context["field"] == "It"


def test_a_choice_is_one_of_those_offered() -> None:
    assert check_answers([CLASS], {"Class": "junior"}) == {"Class": "junior"}
    with pytest.raises(AnswerInvalid, match="Class: it is one of open, junior"):
        check_answers([CLASS], {"Class": "senior"})


def test_what_nobody_asks_is_refused_even_blank() -> None:
    with pytest.raises(AnswerInvalid, match="Club: nobody asks for this"):
        check_answers([CLASS], {"Club": ""})


@pytest.mark.parametrize("answers", [{}, {"It": ""}, {"It": " \n"}])
def test_what_is_required_is_answered_and_blank_is_no_answer(answers: dict[str, str]) -> None:
    with pytest.raises(AnswerInvalid, match="It: it must be answered"):
        check_answers([CustomField("It", "text", required=True)], answers)


def test_what_is_not_required_may_be_blank_and_is_then_not_kept() -> None:
    assert check_answers([CustomField("It", "number")], {"It": " "}) == {}


@pytest.mark.parametrize("answers", [{}, {"Rules read": "false"}])
def test_a_required_checkbox_must_be_ticked(answers: dict[str, str]) -> None:
    with pytest.raises(AnswerInvalid, match="Rules read: it must be ticked"):
        check_answers([CustomField("Rules read", "checkbox", required=True)], answers)


def test_incomplete_answers_may_leave_out_what_is_required_and_no_more() -> None:
    required = [
        CustomField("Rules read", "checkbox", required=True),
        CustomField("Age", "number", required=True),
    ]
    assert check_answers(required, {"Rules read": "false"}, complete=False) == {"Rules read": "false"}
    with pytest.raises(AnswerInvalid, match="Age"):
        check_answers(required, {"Age": "old"}, complete=False)
