"""The first evening runs as it is printed: every line in one shell, on a served Palio, with that output."""

import re
import sys
from pathlib import Path

import pytest

from tests.docs.printed import ADDRESS, ROOT, alike, session, steps
from tests.support.process import environment, free_port, serving

PAGE = ROOT / "docs/tutorial/first-evening.md"


async def test_the_first_evening_goes_as_it_is_told(tmp_path: Path) -> None:
    (start, listens), *told = steps(PAGE.read_text("utf-8"))
    home = {"PALIO_HOME": str(tmp_path)}
    async with serving(free_port(), **home) as server:
        path = f"{Path(sys.executable).parent}:{environment()['PATH']}"
        blocks = [block.replace(ADDRESS, server.url) for block, _ in told]
        outputs, complaints = await session(blocks, PATH=path, **home)
    assert len(outputs) == len(told), complaints
    for (block, shown), output in zip(told, outputs, strict=True):
        assert alike(output) == alike(shown), block
    assert start == "make serve\n"
    assert listens.replace(ADDRESS, server.url) in server.log


def test_make_serve_is_what_the_evening_ran() -> None:
    (recipe,) = re.findall(r"^serve:.*\n\t(.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe == "$(BIN)/palio serve"


@pytest.mark.parametrize("word", ["jq", "sleep", "/home/"])
def test_nothing_is_asked_for_that_a_plain_machine_lacks(word: str) -> None:
    assert not any(word in block for block, _ in steps(PAGE.read_text("utf-8")))
