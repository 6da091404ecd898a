"""Two tiers: what stays in this process beside the servers all share, and what starts processes of its own.

Nothing is marked by hand: what a module imports says whether it can start a process, and a test that starts
one all the same fails.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

APART = "apart"
STARTING = ("subprocess", "multiprocessing", "playwright", "asyncio.create_subprocess_exec")
"""Whoever has one of these may start processes."""
FIXTURES = {"browser", "durable_postgres", "redis_server"}
"""Servers and browsers that a test has for itself, to kill them."""
STARTED = {"subprocess.Popen", "os.posix_spawn", "os.fork"}
"""What the interpreter says when a process is started."""
running: list[str] = []
"""The test under way, where it may start none."""


class StartsProcess(BaseException):
    """A test of the tier that starts none has started a process; nothing is to catch this on the way."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the marker be known, and hear of every process."""
    config.addinivalue_line("markers", f"{APART}: starts processes of its own; left out by `make test-fast`")
    sys.addaudithook(_refuse)


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Mark what is apart."""
    for item in items:
        if FIXTURES & set(item.fixturenames) or starts_processes(item.module.__name__):
            item.add_marker(APART)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Only the test itself is looked at: what it stands on may have to be started first."""
    running[:] = [] if item.get_closest_marker(APART) else [item.nodeid]
    try:
        return (yield)
    finally:
        running.clear()


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in STARTED and running:
        raise StartsProcess(f"{running[0]} starts a process: import what it needs for that by its name")


@cache
def starts_processes(module: str) -> bool:
    """Whether a test module, or another of ours that it imports, has what starts processes."""
    spec = find_spec(module)
    assert spec is not None and spec.origin is not None, module
    used = set(_used(ast.parse(Path(spec.origin).read_text("utf-8"))))
    if any(name == one or name.startswith(f"{one}.") for name in used for one in STARTING):
        return True
    return any(starts_processes(name) for name in used if _ours(name))


def _ours(name: str) -> bool:
    """A module of the tests other than the fixtures, which are named where they are asked for."""
    parts = name.split(".")
    return parts[0] == "tests" and len(parts) > 2 and Path(*parts).with_suffix(".py").exists()


def _used(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
