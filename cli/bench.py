"""`palio bench`: Palio beside its peers, on this machine."""

import subprocess
import sys
from typing import Annotated, Any

import msgspec
import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, note, table


def bench(
    name: Annotated[str | None, typer.Argument(help="One of the benchmarks; all by default.")] = None,
    short: Annotated[
        bool, typer.Option("--short", help="Seconds where a benchmark takes minutes: whether it works.")
    ] = False,
    json: Json = False,
) -> None:
    """Measure; every figure stands beside a peer measured in the same run."""
    known = names()
    if name is not None and name not in known:
        raise Refused(f"there is no benchmark {name}; there are {', '.join(known)}")
    results: list[dict[str, Any]] = []
    for one in [name] if name else known:
        note(f"measuring {one} …")
        results += measured(one, short=short)
    if json:
        document({"results": results})
    else:
        columns = ("question", "value", "unit", "peer", "peer_value", "ratio", "reach")
        rows = [[result[column] for column in columns] for result in results]
        table(columns, rows, empty="Nothing was measured.")


def names() -> list[str]:
    """Every benchmark: a module or a package of the checkout's `benchmarks` that has a `main`."""
    from importlib.util import find_spec
    from pathlib import Path

    spec = find_spec("benchmarks")
    if spec is None or spec.origin is None:
        raise Refused("the benchmarks are part of a checkout: run this in one")
    home = Path(spec.origin).parent
    found = {file: file.stem for file in home.glob("*.py")}
    found |= {file: file.parent.name for file in home.glob("*/__main__.py")}
    return sorted(name for file, name in found.items() if "\ndef main(" in file.read_text("utf-8"))


def measured(name: str, *, short: bool) -> list[dict[str, Any]]:
    """The results of one benchmark, run in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{name}", *(["--short"] if short else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own modules
    if done.returncode:
        raise Refused(f"the benchmark {name} ended with {done.returncode}")
    found: list[dict[str, Any]] = msgspec.json.decode(done.stdout)["results"]
    return found
