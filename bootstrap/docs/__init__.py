"""The reference pages, each generated from what it describes."""

from collections.abc import Callable
from pathlib import Path

from bootstrap.docs import requirements, settings

ROOT = Path(__file__).parents[2]
PAGES: dict[str, Callable[[Path], str]] = {
    "docs/reference/requirements.md": requirements.page,
    "docs/reference/settings.md": settings.page,
}
