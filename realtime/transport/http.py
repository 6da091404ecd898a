"""The stream over HTTP: server-sent events, and pages of events that a cache may keep."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from eventstore.moments import LARGEST
from eventstore.records import Scope
from realtime.access.access import Credentials
from realtime.access.asked import asked
from realtime.access.errors import EpochChanged
from realtime.access.streaming import Streaming
from realtime.rings.frames import encode
from realtime.rooms.room import PAGE, Kind
from realtime.tournament.room import WATCH
from realtime.transport.sse import EventStream

routes = APIRouter(tags=["stream"], generate_unique_id_function=lambda route: route.name)
EVENTS = "/api/tournaments/{tournament_id:uuid}/events/"
FOR_EVER = "max-age=31536000, immutable"
FOR_A_MINUTE = "max-age=60"
SHARED = "s-maxage=60, "
"""In caches that many share: what is hidden later is not shown by them for long."""


async def _streaming(request: Request) -> Streaming:
    found: Streaming = request.app.state.streaming
    return found


def _described() -> dict[str, Any]:
    """A page of events for OpenAPI; what an event holds is on the page of the stream."""
    shown = {
        "events": {"type": "array", "items": {"type": "object"}},
        "next": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "epoch": {"type": "string"},
    }
    schema = {"type": "object", "properties": shown, "required": list(shown)}
    return {"content": {"application/json": {"schema": schema}}}


Streams = Annotated[Streaming, Depends(_streaming)]


@routes.get(EVENTS + "stream/", include_in_schema=False, openapi_extra={"x-action": WATCH, "x-endless": True})
async def follow_events(tournament_id: UUID, request: Request, streaming: Streams) -> Response:
    """Events as they happen, from `Last-Event-ID` or `since` on."""
    asking = asked(request.scope)
    streaming.check_origin(asking.origin)
    admitted = await streaming.admit(asking, Scope("tournament", tournament_id), request.state.address)
    return EventStream(streaming, admitted, asking.wanted)


After = Annotated[int, Query(ge=0, le=LARGEST, description="The last event one has; 0 for none.")]
Epoch = Annotated[
    str | None, Query(max_length=40, description="Of an earlier page: 409 where events are counted anew.")
]


@routes.get(EVENTS, openapi_extra={"x-action": WATCH}, responses={200: _described()})
async def read_events(
    tournament_id: UUID, request: Request, streaming: Streams, after: After = 0, epoch: Epoch = None
) -> Response:
    """Events after a number, as the stream tells them. `next` is where the next page begins, null at the end.

    A page that has a next one does not change while events are counted as they are: asked for with the
    `epoch`, a client's own cache may keep it for ever.
    """
    asking = asked(request.scope)
    claims = await streaming.access.identify(Credentials(token=asking.credentials.token))
    room = await streaming.hub.room(Scope("tournament", tournament_id))
    await room.fill()
    watching = await streaming.asking(room, claims)
    if epoch not in (None, streaming.hub.epoch):
        raise EpochChanged(head=room.head)
    last = (after // PAGE + 1) * PAGE
    closed = last <= room.head
    found = None if closed else room.lane(Kind(watching)).ring.after(after, PAGE)
    if found is None:
        page = await streaming.hub.page(room.scope, watching, after // PAGE)
        found = [entry for entry in page.entries if entry.id > after]
    events = b",".join(entry.frame.payload for entry in found)
    following = encode(last if closed else None)
    body = b'{"events":[%s],"next":%s,"epoch":%s}' % (events, following, encode(streaming.hub.epoch))
    headers = {"Cache-Control": _cached(closed, public=claims is None, epoch=epoch), "Vary": "Authorization"}
    return Response(body, media_type="application/json", headers=headers)


def _cached(closed: bool, *, public: bool, epoch: str | None) -> str:
    scope, shared = ("public, ", SHARED) if public else ("private, ", "")
    if not closed:
        return scope + "no-cache"
    return scope + (shared + FOR_EVER if epoch else FOR_A_MINUTE)
