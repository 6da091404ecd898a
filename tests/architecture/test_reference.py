"""The reference pages say what the code says, and every path a requirement names is there."""

import pytest

from application.subjects import MENU
from domain.kernel.refusals import Refusal
from reference import PAGES, ROOT, commands, events, refusals, requirements, source


@pytest.mark.parametrize("path", PAGES)
def test_a_reference_page_is_as_it_would_be_generated_now(path: str) -> None:
    assert (ROOT / path).read_text("utf-8") == PAGES[path](ROOT), "make docs"


@pytest.mark.parametrize("path", sorted(set(requirements.paths(ROOT))))
def test_a_path_that_carries_a_requirement_exists(path: str) -> None:
    assert (ROOT / path).is_file()


def test_a_requirement_with_tests_has_code() -> None:
    for section in requirements.sections(ROOT):
        for requirement in section["requirement"]:
            assert requirement["code"] != requirements.NOT_YET or requirement["tests"] == requirements.NOT_YET


def test_every_fact_command_and_refusal_says_what_it_means() -> None:
    facts = [fact for aggregate in events.aggregates() for fact in events.facts(aggregate)]
    assert [cls for cls in (*facts, *MENU.commands, *refusals.refusals()) if not source.sentence(cls)] == []


def test_every_command_that_is_not_for_outside_is_stated_by_a_policy() -> None:
    stated = {
        one
        for policies in MENU.policies.values()
        for policy in policies
        for one in commands.stated_by(policy.then)
    }
    assert set(MENU.commands) - set(MENU.table) <= stated


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in refusals.refusals()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("refusal", refusals.refusals(), ids=lambda refusal: refusal.code)
def test_some_test_meets_every_refusal(refusal: type[Refusal]) -> None:
    tests = (path for path in (ROOT / "tests").rglob("test_*.py") if "architecture" not in path.parts)
    assert any(f'"{refusal.code}"' in path.read_text("utf-8") for path in tests)
