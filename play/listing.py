"""Standings for the terminal: a block a group, a column a tie-break."""

from collections.abc import Iterator, Mapping
from typing import Any

WORDS = {"game_difference": "games ±", "points_difference": "±", "points_scored": "scored"}


def listing(table: Mapping[str, Any]) -> str:
    """Everyone's rank, name and values, group by group."""
    return "\n\n".join("\n".join(_group(group, table["tie_breaks"])) for group in table["groups"])


def _group(group: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    rows = group["rows"]
    width = max((len(row["name"]) for row in rows), default=0)
    title = "" if group["name"] == "main" else group["name"].capitalize()
    heads = [WORDS.get(name, name.replace("_", " ")) for name in names]
    yield f"{title:<{width + 5}}  " + "  ".join(f"{head:>6}" for head in heads)
    for row in rows:
        rank = str(row["low"]) if row["low"] == row["high"] else f"{row['low']}–{row['high']}"
        values = [_shown(value["value"]) for value in row["values"]]
        columns = (f"{text:>{max(6, len(head))}}" for text, head in zip(values, heads, strict=True))
        yield f"{rank:>4} {row['name']:<{width}}  " + "  ".join(columns)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "/".join(_shown(each) for each in value)
    return f"{value:.3f}".rstrip("0").rstrip(".")
