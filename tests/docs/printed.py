"""Pages whose commands are run: every line in one shell, on a served Palio."""

import asyncio
import re
from pathlib import Path

from tests.support.process import environment

ROOT = Path(__file__).parents[2]
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
