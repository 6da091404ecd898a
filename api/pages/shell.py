"""The frame of every page: templates that refuse what they do not know, and nothing from elsewhere."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.pages import ties
from api.pages.assets import asset
from api.pages.geometry import Gap
from api.pages.linked import match_event, sports_event
from api.pages.words import FILTERS
from application.kernel.actor import VISITOR, Actor

TEMPLATES = Path(__file__).parents[1] / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
)


@cache
def environment() -> Environment:
    """The templates: everything escaped, nothing undefined."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(asset=asset, sports_event=sports_event, match_event=match_event)
    made.filters.update({**FILTERS, **ties.FILTERS})
    made.tests["gap"] = lambda slot: isinstance(slot, Gap)
    return made


def headers(*, kept: bool, framed: bool = False) -> dict[str, str]:
    """A page's headers: whether its reader may keep it to look back at, and whether others may frame it.

    The referrer stays on this origin: without one, browsers would not say where a form comes from.
    """
    return {
        "Content-Security-Policy": POLICY.format(framed_by="*" if framed else "'none'"),
        "Referrer-Policy": "same-origin",
        "Cache-Control": "private, no-cache" if kept else "no-store",
    }


def here(request: Request) -> str:
    """The address asked for, on this origin: where to come back to."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def render(
    request: Request, template: str, *, status: int = 200, framed: bool = False, **context: Any
) -> HTMLResponse:
    """The template as a page, with the frame's own names: `path`, `origin`, `here`, `signed_in`."""
    actor: Actor = getattr(request.state, "actor", VISITOR)
    shown = (
        environment()
        .get_template(template)
        .render(
            path=request.url.path,
            here=here(request),
            origin=request.app.state.services.rules.origin,
            signed_in=actor.account is not None,
            **context,
        )
    )
    return HTMLResponse(shown, status, headers=headers(kept=actor.account is None, framed=framed))
