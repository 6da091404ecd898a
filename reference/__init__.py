"""The reference pages, each generated from what it describes."""

from collections.abc import Callable
from pathlib import Path

from reference import cli, commands, events, http, refusals, requirements, settings
from reference.streaming import asyncapi, stream

ROOT = Path(__file__).parents[1]
PAGES: dict[str, Callable[[Path], str]] = {
    "docs/reference/asyncapi.yaml": asyncapi.page,
    "docs/reference/cli.md": cli.page,
    "docs/reference/commands.md": commands.page,
    "docs/reference/events.md": events.page,
    "docs/reference/http.md": http.page,
    "docs/reference/refusals.md": refusals.page,
    "docs/reference/requirements.md": requirements.page,
    "docs/reference/settings.md": settings.page,
    "docs/reference/stream.md": stream.page,
}
