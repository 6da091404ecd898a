"""What a page on adding something says is carried out in a copy, word for word, checks and tests too."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.test_repository import FILES, ROOT

BLOCK = re.compile(
    r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
MADE = (".venv", "node_modules")
"""What `make setup` made here serves the copy too."""


def copy(to: Path) -> None:
    """The tree as it stands, as a repository of its own."""
    for path in FILES:
        target = to / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
    for made in MADE:
        (to / made).symlink_to(ROOT / made)
    if (types := ROOT / ".mypy_cache").exists():
        shutil.copytree(types, to / ".mypy_cache")
    git(to, "init", "--quiet")
    git(to, "add", "--all")


def git(at: Path, *words: str, text: str | None = None) -> None:
    subprocess.run(["git", *words], cwd=at, input=text, text=True, check=True)


def carry_out(page: str, at: Path) -> Iterator[str]:
    """Do what each block says; what the commands print."""
    for block in BLOCK.finditer(page):
        path, kind, text = block["path"], block["kind"], block["text"]
        if path:
            (at / path).parent.mkdir(parents=True, exist_ok=True)
            (at / path).write_text(text, "utf-8")
        elif kind == "diff":
            git(at, "apply", "-", text=text)
        else:
            assert kind == "bash", text
            yield run(text, at)


def run(commands: str, at: Path) -> str:
    """In the copy, whose packages come before those that are installed.

    Its pytest has a temporary root of its own: it takes from others the right to pass through it, and other
    users read databases in that of this run.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PALIO_", "PYTEST_"))}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=at,
        env={**ours, "PYTHONPATH": str(at), "PYTEST_DEBUG_TEMPROOT": str(at.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    return done.stdout


@pytest.mark.parametrize("page", ["add-a-fact", "add-a-subject"])
def test_what_the_page_adds_stands_in_the_house_and_passes_its_checks(page: str, tmp_path: Path) -> None:
    copy(tmp_path)
    text = (ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8")
    (*_, last) = carry_out(text, tmp_path)
    assert "[100%]" in last
