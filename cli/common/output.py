"""What a command says: one JSON document, or words and tables; progress goes to stderr."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import msgspec
import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Advance = Callable[[int, int], None]
WHOLE = frozenset({"id", "handle"})
"""Columns that are copied, and therefore never cut or broken."""


def document(value: Any) -> None:
    """One JSON document on stdout."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Words on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def note(text: str) -> None:
    """Words on stderr, beside what was asked for."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, empty: str) -> None:
    """Rows under their columns; `empty` says what to do where there are none."""
    if not rows:
        say(empty)
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        drawn.add_column(column, no_wrap=column in WHOLE, overflow="fold")
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    Console().print(drawn)


def verdict(replay: Mapping[str, Any]) -> str:
    """What a replay found, in a sentence."""
    equal = "equals" if replay["equal"] else "DIFFERS FROM"
    return f"A replay of all {replay['events']} events {equal} the live read models."


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """A bar on stderr, called with (done, total); silent where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance
