"""The reference pages say what the code says, and every path a requirement names is there."""

import pytest

from bootstrap.docs import PAGES, ROOT, requirements


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
