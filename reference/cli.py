"""The page of every command of the console, and of how each may end."""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID

import typer.main

from cli.commands import app
from cli.common.exits import MEANING

INTRODUCTION = """\
# Command line

`palio COMMAND --help` says the same at the console. What was asked for goes to stdout, with `--json` as one
JSON document; progress and reasons go to stderr. Every command reads its [settings](settings.md) from the
environment; without `DATABASE_URL` it works on the embedded database under `PALIO_HOME`, beside a server
that is running on it. `palio` is `.venv/bin/palio` in a
checkout. The page is generated: `make docs`.

| exit code | means |
|---|---|"""
WORDS = {int: "number", float: "number", UUID: "id", Path: "file"}
PAGE = re.compile(r"docs/reference/([\w-]+\.md)")
HOW_TO = re.compile(r"docs/(how-to/([\w-]+\.md))")


def page(_root: Path) -> str:
    """The page in Markdown."""
    lines = [INTRODUCTION, *(f"| {code} | {meaning} |" for code, meaning in MEANING.items())]
    for name, command in commands():
        lines += ["", f"## palio {name}", "", *_section(name, command)]
    return "\n".join(lines) + "\n"


def commands(group: Any = None, above: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by the words that call it."""
    every: Any = group or typer.main.get_command(app)
    for name, command in every.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join(map(_placed, [*arguments, *(one for one in options if one.required)]))
    yield "\n\n".join(" ".join(part.split()) for part in command.help.split("\n\n"))
    yield ""
    yield f"`{' '.join(filter(None, ['palio', name, usage, '[OPTIONS]' if options else '']))}`"
    rows = [(f"`{one.name.upper()}`", _kind(one), one) for one in arguments]
    rows += [(_spelled(one), "" if one.is_flag else _kind(one), one) for one in options]
    if rows:
        yield ""
        yield "| | takes | by default | what it is |"
        yield "|---|---|---|---|"
        yield from (f"| {name} | {kind} | {_default(one)} | {_help(one)} |" for name, kind, one in rows)


def _placed(one: Any) -> str:
    """An argument as the usage has it, or an option that has to be there."""
    if one.param_type_name == "option":
        return f"{one.opts[0]} {_kind(one).upper()}"
    name: str = one.name.upper()
    return name if one.required else f"[{name}]"


def _spelled(option: Any) -> str:
    return ", ".join(f"`{spelling}`" for spelling in (*option.opts, *option.secondary_opts))


def _kind(one: Any) -> str:
    taken = one.type_descriptor.annotation
    if isinstance(taken, type) and issubclass(taken, Enum):
        return ", ".join(f"`{choice.value}`" for choice in taken)
    return WORDS.get(taken, "text")


def _help(one: Any) -> str:
    return HOW_TO.sub(r"[\2](../\1)", PAGE.sub(r"[\1](\1)", one.help or ""))


def _default(one: Any) -> str:
    if one.required:
        return "must be given"
    return "" if one.default in (None, False) else f"`{one.default}`"
