"""Playing in stages goes as it is printed, and every tie-break is on the page."""

import re
from pathlib import Path

import pytest

from domain.standings.tie_breaks import TIE_BREAKS
from tests.docs.printed import ADDRESS, ROOT, alike, session, steps
from tests.support.process import free_port, serving

PAGE = ROOT / "docs/how-to/play-in-stages.md"
TEXT = PAGE.read_text("utf-8")


async def test_stages_are_played_as_it_is_told(tmp_path: Path) -> None:
    (start, _), *told = steps(TEXT)
    assert start == "make serve\n"
    home = {"PALIO_HOME": str(tmp_path)}
    async with serving(free_port(), **home) as server:
        blocks = [block.replace(ADDRESS, server.url) for block, _ in told]
        outputs, complaints = await session(blocks, **home)
    assert len(outputs) == len(told), complaints
    for (block, shown), output in zip(told, outputs, strict=True):
        assert alike(output) == alike(shown), block


@pytest.mark.parametrize("word", ["jq", "sleep", "palio "])
def test_the_api_alone_is_asked(word: str) -> None:
    assert not any(word in block for block, _ in steps(TEXT))


def test_every_tie_break_is_listed_with_what_it_is() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (.+) \|$", TEXT, re.MULTILINE)
    assert listed == [(name, one.about) for name, one in TIE_BREAKS.items()]


def test_those_of_which_less_is_better_are_named() -> None:
    (told,) = re.findall(r"less comes first: (.+?)\.", TEXT, re.DOTALL)
    least = [name for name, one in TIE_BREAKS.items() if one.least_first]
    assert re.findall(r"`(\w+)`", told) == least
