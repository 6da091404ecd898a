"""What the form of a page sent."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

FIELDS = 16
"""Fields a form may have."""


async def form(request: Request) -> dict[str, str]:
    """The fields of the form that was sent; none where it cannot be read."""
    try:
        return dict(parse_qsl((await request.body()).decode(), max_num_fields=FIELDS, errors="strict"))
    except ValueError:
        return {}


Form = Annotated[dict[str, str], Depends(form)]
