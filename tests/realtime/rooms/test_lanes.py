"""Whoever joins whenever, reading at any pace, hears all events beyond their cursor once and in order."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from uvicorn.protocols.utils import ClientDisconnected

from realtime.rings.frames import Frame, encode, frame
from realtime.rings.lane import Lane
from realtime.rings.member import Member, Wanted
from realtime.rings.ring import Entry, Page, Ring

KINDS = ("match_started", "score_updated", "match_completed")


class Reader:
    """A sink that writes down what it was sent, and is as slow as it is told to be."""

    def __init__(self) -> None:
        self.paused = False
        self.paused_at = 0.0
        self.resumed: Callable[[], None] = lambda: None
        self.heard: list[int] = []
        self.last = 0
        self.gaps = 0
        self.resets: list[int] = []
        self.closed: list[int] = []
        self.unsent = 0
        self.room_for = 10**9
        self._free = asyncio.Event()
        self._free.set()

    def events(self, entries: Sequence[Entry], sent: Frame) -> None:
        told = json.loads(bytes(sent.payload))
        events: list[Any] = told["events"] if told["type"] == "events" else [told]
        assert [event["id"] for event in events] == [entry.id for entry in entries]
        for event in events:
            self.gaps += event["prev"] > self.last
            self.last = event["id"]
            self.heard.append(event["id"])
        self.room_for -= len(events)
        if self.room_for <= 0:
            self.paused = True
            self._free.clear()

    def message(self, sent: Frame, at: int | None = None) -> None:
        told = json.loads(bytes(sent.payload))
        assert at == told["id"]
        self.last = max(self.last, told["id"])
        if told["type"] == "reset":
            self.resets.append(told["id"])

    def close(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        self.closed.append(code)

    async def drained(self) -> None:
        await self._free.wait()

    def read(self, room_for: int) -> None:
        """The client reads: there is room again."""
        self.room_for = room_for
        if self.paused:
            self.paused = False
            self._free.set()
            self.resumed()


def entry(number: int, before: int) -> Entry:
    kind = KINDS[number % 3]
    return Entry(number, kind, None, frame(encode({"type": kind, "id": number, "prev": before})))


class Stream:
    """A lane whose events have gaps in their numbers, as those of a viewer who may not see all."""

    def __init__(self, ring: int) -> None:
        self.log: list[Entry] = []
        self.seen: list[int] = []
        self.lane = Lane(Ring(0, size=ring), self.seen, self.page, window=0)
        self.head = 0

    async def page(self, cursor: int) -> Page:
        last = (cursor // 5 + 1) * 5
        await asyncio.sleep(0)
        return Page([each for each in self.log if last - 5 < each.id <= last], last)

    def happen(self, hidden: int) -> None:
        self.head += 1 + hidden
        made = entry(self.head, self.seen[-1] if self.seen else 0)
        self.log.append(made)
        self.lane.append(made)
        self.lane.publish()


steps = some.lists(
    some.one_of(
        some.tuples(some.just("happen"), some.integers(0, 2), some.integers(1, 12)),
        some.tuples(some.just("join"), some.integers(0, 100), some.integers(1, 40)),
        some.tuples(some.just("choose"), some.integers(0, 100), some.integers(1, 40)),
        some.tuples(some.just("read"), some.integers(0, 5), some.integers(1, 30)),
        some.tuples(some.just("turn"), some.integers(0, 3), some.just(0)),
    ),
    max_size=40,
)


async def evening(script: list[tuple[str, int, int]], ring: int) -> None:
    stream, everyone = Stream(ring), list[tuple[Member, Reader, int]]()
    for what, which, many in script:
        if what == "happen":
            for _ in range(many):
                stream.happen(which)
        elif what in ("join", "choose"):
            reader, cursor = Reader(), stream.head * which // 100
            reader.room_for, reader.last = many, cursor
            wanted = Wanted(frozenset(KINDS[:1])) if what == "choose" else None
            member = Member(stream.lane, reader, cursor, wanted)
            stream.lane.join(member)
            everyone.append((member, reader, cursor))
        elif what == "read" and everyone:
            everyone[which % len(everyone)][1].read(many)
        else:
            for _ in range(which):
                await asyncio.sleep(0)
    for _ in range(200):
        for _, reader, _ in everyone:
            reader.read(10**9)
        await asyncio.sleep(0)
    for member, reader, cursor in everyone:
        chosen = [each.id for each in stream.log if member.wanted is None or member.wanted(each)]
        assert reader.heard == [number for number in chosen if number > cursor]
        assert (reader.gaps, reader.closed) == (0, [])


@pytest.mark.parametrize("ring", [1, 3, 1024])
@given(script=steps)
def test_everyone_hears_everything_once_in_order(script: list[tuple[str, int, int]], ring: int) -> None:
    asyncio.run(evening(script, ring))


async def test_events_that_follow_each_other_quickly_are_written_together() -> None:
    stream, reader = Stream(1024), Reader()
    stream.lane.join(Member(stream.lane, reader, 0))
    writes: list[int] = []
    taken = reader.events
    reader.events = lambda entries, sent: (writes.append(len(entries)), taken(entries, sent))[1]  # type: ignore[method-assign]
    for _ in range(10):
        stream.happen(0)
    while reader.last < stream.head:
        await asyncio.sleep(0)
    assert writes == [1, 9]


async def test_what_is_written_together_has_a_bound() -> None:
    alike = frame(b'{"type":"match_started"}')
    for octets, together in ((4 * len(alike.wire), 4), (len(alike.wire), 1), (1, 1)):
        ring, writes = Ring(0, octets=octets), list[int]()
        for number in range(1, 9):
            ring.append(Entry(number, KINDS[0], None, alike))
        while read := ring.after(sum(writes), 100):
            writes.append(len(read))
        assert writes == [together] * (8 // together)


async def test_a_reader_who_stops_costs_the_others_nothing_and_goes_on_where_it_was() -> None:
    stream, slow, quick = Stream(2), Reader(), Reader()
    for reader in (slow, quick):
        stream.lane.join(Member(stream.lane, reader, 0))
    slow.room_for = 1
    for _ in range(30):
        stream.happen(0)
        await asyncio.sleep(0)
    while quick.last < stream.head:
        await asyncio.sleep(0)
    assert len(slow.heard) < 30
    slow.read(10**9)
    while slow.last < stream.head:
        await asyncio.sleep(0)
    assert slow.heard == quick.heard


async def test_what_cannot_be_told_from_the_log_begins_again_from_the_state() -> None:
    stream, reader = Stream(2), Reader()
    lane = Lane(Ring(0, size=2), stream.seen, None, window=0)
    for number in range(1, 9):
        lane.append(entry(number, number - 1))
    lane.join(Member(lane, reader, 1))
    assert (reader.resets, reader.heard) == ([8], [])


async def test_a_log_that_does_not_answer_sends_the_viewer_away_to_come_back() -> None:
    async def broken(cursor: int) -> Page:
        raise OSError

    stream, reader = Stream(1), Reader()
    lane = Lane(Ring(0, size=1), stream.seen, broken, window=0)
    for number in range(1, 9):
        lane.append(entry(number, number - 1))
    lane.join(Member(lane, reader, 1))
    while not reader.closed:
        await asyncio.sleep(0)
    assert reader.closed == [1013]


async def test_a_viewer_who_leaves_while_it_catches_up_is_told_nothing_more() -> None:
    async def gone() -> None:
        left.set()
        raise ClientDisconnected

    stream, reader, left = Stream(1), Reader(), asyncio.Event()
    for _ in range(8):
        stream.happen(0)
    reader.drained = gone  # type: ignore[method-assign]
    stream.lane.join(Member(stream.lane, reader, 1))
    await left.wait()
    await asyncio.sleep(0)
    assert reader.closed == []


async def test_a_viewer_who_cannot_be_told_is_sent_away_and_the_others_are_told() -> None:
    class Broken(Reader):
        def events(self, entries: Sequence[Entry], sent: Frame) -> None:
            raise OSError

    stream, broken, well = Stream(1024), Broken(), Reader()
    for reader in (broken, well):
        stream.lane.join(Member(stream.lane, reader, 0))
    for _ in range(3):
        stream.happen(0)
        while well.last < stream.head:
            await asyncio.sleep(0)
    assert well.heard == [1, 2, 3]
    assert broken.closed == [1013]
    assert len(stream.lane.members) == 1
