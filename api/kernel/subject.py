"""What a subject declares of its interface: routes of the API, pages, and the templates of these."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from fastapi import APIRouter

Named = Mapping[str, Callable[..., Any]]


class Templates(msgspec.Struct, frozen=True, kw_only=True):
    """The folder `templates` of a package, by whose last name others extend and include what is in it.

    `filters`, `functions` and `tests` are what templates, also those of others, may use by name.
    """

    package: str
    filters: Named = {}
    functions: Named = {}
    tests: Named = {}

    @property
    def name(self) -> str:
        """What the names of its templates begin with."""
        return self.package.rpartition(".")[2]


class Routes(msgspec.Struct, frozen=True, kw_only=True):
    """One subject of the interface; `api` is in the OpenAPI document, `pages` are for browsers.

    `tabs` are its pages about a tournament as a whole: what the way there is called, and what it adds to the
    tournament's address.
    """

    api: tuple[APIRouter, ...] = ()
    pages: tuple[APIRouter, ...] = ()
    templates: Templates | None = None
    tabs: Mapping[str, str] = {}
