"""The frame of every page: templates that refuse what they do not know, and nothing from elsewhere."""

from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.kernel.subject import Templates
from api.pages.assets import asset
from api.pages.words import FILTERS
from application.kernel.actor import VISITOR, Actor

SHELL = Templates(package="api.pages", filters=FILTERS, functions={"asset": asset})
"""What every page is drawn with."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
)


def environment(*subjects: Templates) -> Environment:
    """The templates of the shell and of these subjects: everything escaped, nothing undefined."""
    shown = (SHELL, *subjects)
    made = Environment(
        loader=PrefixLoader({templates.name: PackageLoader(templates.package) for templates in shown}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for templates in shown:
        made.globals.update(templates.functions)
        made.filters.update(templates.filters)
        made.tests.update(templates.tests)
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
    """The template, such as `feed/feed.html`, with the shell's own `path`, `origin`, `here`, `signed_in`."""
    actor: Actor = getattr(request.state, "actor", VISITOR)
    templates: Environment = request.app.state.templates
    page = templates.get_template(template).render(
        path=request.url.path,
        here=here(request),
        origin=request.app.state.services.rules.origin,
        signed_in=actor.account is not None,
        **context,
    )
    return HTMLResponse(page, status, headers=headers(kept=actor.account is None, framed=framed))
