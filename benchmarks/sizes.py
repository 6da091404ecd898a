"""How long functions and classes are, and how many modules a folder holds: of this tree, or of another."""

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Part(NamedTuple):
    """A function or a class, such as `domain/match/match.py:Match.correct`, and its lines."""

    name: str
    lines: int


def modules(root: Path) -> list[Path]:
    """The modules of every package that the wheel of that tree carries."""
    configuration = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    packages = configuration["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    return sorted(module for package in packages for module in (root / package).rglob("*.py"))


def functions(root: Path) -> list[Part]:
    """Every function and method, docstring and all, without its decorators."""
    return [part for node, part in _parts(root) if not isinstance(node, ast.ClassDef)]


def classes(root: Path) -> list[Part]:
    """Every class with all that stands in it."""
    return [part for node, part in _parts(root) if isinstance(node, ast.ClassDef)]


def folders(root: Path) -> dict[str, int]:
    """Modules by folder; what makes the folder a package is none of them."""
    held = [module for module in modules(root) if module.name != "__init__.py"]
    return dict(Counter(str(module.parent.relative_to(root)) for module in held))


def _parts(root: Path) -> Iterator[tuple[Definition, Part]]:
    for module in modules(root):
        tree = ast.parse(module.read_text("utf-8"))
        yield from _inside(tree, f"{module.relative_to(root)}:")


def _inside(node: ast.AST, within: str) -> Iterator[tuple[Definition, Part]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Definition):
            name = within + child.name
            yield child, Part(name, (child.end_lineno or child.lineno) - child.lineno + 1)
            yield from _inside(child, f"{name}.")
        else:
            yield from _inside(child, within)


def table(root: Path) -> Iterator[str]:
    """The measures as a table in Markdown."""
    yield "| lines of | how many | median | 90th percentile | longest | which |"
    yield "|---|---|---|---|---|---|"
    for kind, parts in (("a function", functions(root)), ("a class", classes(root))):
        yield f"| {kind} | {_row(parts)} |"
    held = [Part(folder, number) for folder, number in folders(root).items()]
    yield f"| modules of a folder | {_row(held)} |"


def _row(parts: Sequence[Part]) -> str:
    sizes = [part.lines for part in parts]
    longest = max(parts, key=lambda part: part.lines)
    tenth = quantiles(sizes, n=10)[-1]
    return f"{len(sizes)} | {median(sizes):g} | {tenth:g} | {longest.lines} | `{longest.name}`"


if __name__ == "__main__":
    print("\n".join(table(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)))
