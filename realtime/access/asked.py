"""What a client asks for when it connects: who it is, from where on, and which of it all."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from starlette.types import Scope

from realtime.access.access import Credentials
from realtime.access.errors import InvalidQuery
from realtime.rings.member import Wanted
from realtime.subjects import EVENTS

BEARER = "base64url.bearer.palio."
KINDS = frozenset(str(event.__struct_config__.tag) for event in EVENTS)
LARGEST = 2**53 - 1


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`since` is the last event the client has; None for the head at the moment it joins."""

    credentials: Credentials
    origin: str | None
    since: int | None = None
    epoch: str | None = None
    html: bool = False
    wanted: Wanted | None = None


def headers(scope: Scope) -> dict[str, str]:
    """By name in small letters; of several with one name the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def asked(scope: Scope, part: UUID | None = None) -> Asked:
    """What the query and the headers say, of a whole room or of a `part` of it. Raises InvalidQuery."""
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    given = headers(scope)
    return Asked(
        credentials=_credentials(query, given, scope.get("subprotocols", ())),
        origin=given.get("origin"),
        since=since(given.get("last-event-id") or query.get("since", "now")),
        epoch=query.get("epoch"),
        html=query.get("html") == "1",
        wanted=_wanted(query.get("types"), part),
    )


def _credentials(query: Mapping[str, str], given: Mapping[str, str], subprotocols: object) -> Credentials:
    """A ticket comes first, then the header, the subprotocol, and last the query."""
    if query.get("ticket"):
        return Credentials(ticket=query["ticket"])
    scheme, _, token = given.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Credentials(token=token.strip())
    for name in subprotocols if isinstance(subprotocols, list) else ():
        if name.startswith(BEARER):
            return Credentials(token=_decoded(name.removeprefix(BEARER)))
    return Credentials(token=query.get("token") or None)


def _decoded(text: str) -> str:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return "unreadable"


def since(text: str) -> int | None:
    """`now`, `start`, or the number of the last event the client has. Raises InvalidQuery."""
    if text in ("now", "start"):
        return 0 if text == "start" else None
    if text.isascii() and text.isdecimal() and int(text[:17]) <= LARGEST and len(text) <= 16:
        return int(text)
    raise InvalidQuery(name="since", expected="now, start, or the number of an event")


def _wanted(types: str | None, part: UUID | None) -> Wanted | None:
    if types is None:
        return None if part is None else Wanted(None, part)
    kinds = frozenset(types.split(","))
    if unknown := sorted(kinds - KINDS):
        raise InvalidQuery(
            name="types", expected=f"types of events, such as match_started: not {unknown[0]:.40}"
        )
    return Wanted(kinds, part)
