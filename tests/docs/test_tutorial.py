"""The first evening runs as it is printed: every line in one shell, on a served Palio, with that output."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from tests.support.process import environment, free_port, serving

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/tutorial/first-evening.md"
ADDRESS = "http://127.0.0.1:8000"
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "-- the next block --"
DIFFERS = {
    "<id>": re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
    "<demo>": re.compile(r"\bdemo-[0-9a-f]{12}\b"),
    "<seconds>": re.compile(r"\b\d+\.\d s\b"),
}


def steps(page: str) -> list[tuple[str, str]]:
    """Each block for the shell with the output shown below it."""
    found: list[tuple[str, str]] = []
    for language, text in FENCED.findall(page):
        if language == "bash":
            found.append((text, ""))
        else:
            assert (language, found[-1][1]) == ("text", "")
            found[-1] = (found[-1][0], text)
    return found


def alike(output: str) -> str:
    """Without what differs each time."""
    for name, pattern in DIFFERS.items():
        output = pattern.sub(name, output)
    return output.replace("\r", "")


async def session(blocks: list[str], **variables: str) -> tuple[list[str], str]:
    """What each block says in one bash that stops at the first failure, and what it complains of."""
    script = f"\necho '{MARK}'\n".join(["set -euo pipefail", *blocks])
    process = await asyncio.create_subprocess_exec(
        *("bash", "--noprofile", "--norc", "-s"),
        cwd=ROOT,
        env=environment(**variables),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaints = await asyncio.wait_for(process.communicate(script.encode()), 240)
    return out.decode().split(f"{MARK}\n")[1:], complaints.decode()


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
