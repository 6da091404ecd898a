"""The page of the command line says what a command takes, and what it cannot do without."""

from pathlib import Path

import pytest

from reference.cli import page

PAGE = page(Path())


def section(command: str) -> str:
    (found,) = (part for part in PAGE.split("\n## ") if part.startswith(f"palio {command}\n"))
    return found


@pytest.mark.parametrize(
    ("command", "choices"),
    [
        ("draw", "| `--order` | `standard`, `natural`, `reverse`, `half-shift`, `pair-flip` | `standard` |"),
        ("draw", "| `--grand-final` | `none`, `single`, `reset` | `reset` |"),
        ("draw", "| `--grouping` | `effort`, `snake` | `snake` |"),
        ("pair", "| `--system` | `dutch`, `general`, `valve` | `dutch` |"),
    ],
)
def test_an_option_with_choices_lists_them(command: str, choices: str) -> None:
    assert choices in section(command)


def test_what_must_be_given_is_marked_and_stands_in_the_usage() -> None:
    told = section("draw")
    assert "`palio draw --format TEXT --entrants NUMBER [OPTIONS]`" in told
    assert "| `--entrants` | number | must be given | How many are drawn. |" in told
    assert "| `FILE` | file | must be given |" in section("pair")
    assert "must be given" not in section("serve")
