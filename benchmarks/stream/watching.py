"""What many clients of one server see while it sends, and what that costs the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from benchmarks.stream import machine
from benchmarks.stream.clients import Clients, Report, Returned, clients
from benchmarks.stream.servers import Server
from cli.common.output import note

SETTLED = 2.0
"""Seconds after a change of pace that are not measured."""


class Window(msgspec.Struct, frozen=True):
    """Some seconds of it: `busy` and `clients_busy` are shares of a core."""

    report: Report
    busy: float
    clients_busy: float

    @property
    def deliveries(self) -> float:
        """Messages received a second, over all connections."""
        return self.report.messages / self.report.seconds

    @property
    def cost(self) -> float:
        """Microseconds of the server's processor time for one delivery."""
        return 1e6 * self.busy / self.deliveries if self.report.messages else 0.0

    @property
    def joined(self) -> float:
        """Messages in a frame."""
        return self.report.messages / max(1, self.report.frames)


class Audience:
    """Connected clients of one server; every window is told on stderr as it is measured."""

    def __init__(self, server: Server, crowd: Clients, count: int, kib: float) -> None:
        self._server = server
        self._crowd = crowd
        self._count = count
        self.kib = kib
        """Memory of the server for one connection."""
        self.faults = 0
        """Messages that were lost or came twice, and connections that were closed."""

    async def at_rate(self, rate: float, seconds: float) -> Window:
        """At so many messages a second."""
        await self._server.at_rate(rate)
        window = await self.window(f"{rate} messages/s", seconds)
        await self._server.rest()
        return window

    async def flat_out(self, under_way: int, seconds: float) -> Window:
        """As fast as every client takes them."""
        await self._server.flat_out(under_way, self._crowd.progress)
        window = await self.window("flat out", seconds)
        await self._server.rest()
        return window

    async def fill(self, messages: int) -> None:
        """Send so many messages, as fast as every client takes them."""
        await self._server.flat_out(16, self._crowd.progress)
        while messages > 0:
            await asyncio.sleep(0.5)
            messages -= (await self._crowd.report()).messages // self._count
        await self._server.rest()

    async def storm(self, leaving: int, back: int, rate: float) -> tuple[Returned, Report]:
        """So many come back at once while the others are sent messages: how both fared."""
        await self._server.at_rate(rate)
        await asyncio.sleep(SETTLED)
        await self._crowd.report()
        used = machine.cpu(self._server.processes)
        returned = await self._crowd.storm(leaving, back)
        report, used = await self._crowd.report(), machine.cpu(self._server.processes) - used
        await self._server.rest()
        self._told(
            f"{leaving} came back for {back} messages in {returned.seconds:.2f} s, {used:.2f} s of it busy",
            report,
        )
        return returned, report

    async def window(self, what: str, seconds: float) -> Window:
        """What is seen and used within so many seconds, once it has settled."""
        await asyncio.sleep(SETTLED)
        await self._crowd.report()
        used, theirs = machine.cpu(self._server.processes), machine.cpu([self._crowd.process])
        await asyncio.sleep(seconds)
        report = await self._crowd.report()
        used, theirs = machine.cpu(self._server.processes) - used, machine.cpu([self._crowd.process]) - theirs
        window = Window(report, used / report.seconds, theirs / report.seconds)
        self._told(
            f"{what}, {window.deliveries:,.0f} deliveries/s, {window.joined:.1f} messages a frame,"
            f" {window.cost:.2f} µs CPU each (core {window.busy:.0%}, clients {window.clients_busy:.0%})",
            report,
        )
        return window

    def _told(self, what: str, report: Report) -> None:
        self.faults += report.lost + report.twice + report.broken + report.closes
        note(
            f"  {self._server.name}, {self._count} sockets, {what};"
            f" p50 {report.p50:.1f}, p99 {report.p99:.1f}, max {report.longest:.1f} ms; {report.faults}"
        )


@asynccontextmanager
async def audience(server: Server, count: int) -> AsyncIterator[Audience]:
    """So many clients; the memory each takes is what the server grew by, once it had served one."""
    async with clients(server.port, server.path, 1) as first:
        await first.connected()
    before = machine.resident(server.processes)
    async with clients(server.port, server.path, count) as crowd:
        told = await crowd.connected()
        kib = (machine.resident(server.processes) - before) / count
        note(f"  {server.name}, {count} sockets let in within {told.seconds:.1f} s, {kib:.1f} KiB each")
        yield Audience(server, crowd, count, kib)
