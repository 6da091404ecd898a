"""The reference pages, each generated from what it describes."""

from collections.abc import Callable
from pathlib import Path

from bootstrap.docs import cli, commands, events, http, refusals, requirements, settings

ROOT = Path(__file__).parents[2]
PAGES: dict[str, Callable[[Path], str]] = {
    "docs/reference/cli.md": cli.page,
    "docs/reference/commands.md": commands.page,
    "docs/reference/events.md": events.page,
    "docs/reference/http.md": http.page,
    "docs/reference/refusals.md": refusals.page,
    "docs/reference/requirements.md": requirements.page,
    "docs/reference/settings.md": settings.page,
}
