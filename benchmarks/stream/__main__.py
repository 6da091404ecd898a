"""The stream: thousands of sockets on one process, beside nginx with nchan and Django Channels.

Every server is alone on one core; its clients, whoever publishes and the database have the other. All send
the same event of Palio, 400 bytes of JSON, over loopback. nchan and Channels are given each in an HTTP
request; into Palio's hub facts are brought within its process, as the tail of its log brings them, so that
relaying, encoding and sending are measured and the database is not. Commands are sent over HTTP and stored.
Flat out means that the next is sent as soon as all clients have all but the last few. Palio joins events
while a room is hot; a run with each event in a frame of its own stands beside it. A client
checks every message against the one before.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from benchmarks.comparing import Results, measure
from benchmarks.http import Client
from benchmarks.stream import machine
from benchmarks.stream.clients import Report, Returned
from benchmarks.stream.ours import Played, decided, ours, played
from benchmarks.stream.peers import CHANNELS, NCHAN, channels, nchan
from benchmarks.stream.watching import Audience, Window, audience
from bootstrap.postgres.cluster import Cluster

BACK = 500
FILES = 11_000


class Plan(msgspec.Struct, frozen=True):
    """How many sockets, and for how many seconds; `full` are held for `held`."""

    crowd: int = 5_000
    full: int = 10_000
    some: int = 1_000
    seconds: float = 15
    held: float = 300
    commands: int = 60


SHORT = Plan(crowd=500, full=1_000, some=200, seconds=3, held=5, commands=30)


class Stage:
    """Servers by turns, and what is to be asked of each."""

    def __init__(self, apart: Sequence[str], of: Played, plan: Plan) -> None:
        self._apart = apart
        self._of = of
        self._plan = plan
        self.faults: dict[str, int] = {"Palio": 0, NCHAN: 0, CHANNELS: 0}
        self.results: Results = []

    @asynccontextmanager
    async def _palio(self, count: int, *, joined: bool = True) -> AsyncIterator[Audience]:
        async with ours(self._apart, self._of, joined=joined) as server, audience(server, count) as crowd:
            yield crowd
            self.faults["Palio"] += crowd.faults

    @asynccontextmanager
    async def _nchan(self, count: int, kept: int | None = None) -> AsyncIterator[Audience]:
        async with nchan(self._apart, kept=kept) as server, audience(server, count) as crowd:
            yield crowd
            self.faults[NCHAN] += crowd.faults

    async def flat_out(self) -> None:
        """The rate of deliveries, and the latency at a steady pace."""
        plan = self._plan
        async with self._nchan(plan.crowd) as crowd:
            steady = await crowd.at_rate(20, plan.seconds)
            fast = await crowd.flat_out(16, plan.seconds)
        async with channels(self._apart) as server, audience(server, plan.crowd) as crowd:
            slow = await crowd.flat_out(4, plan.seconds)
            self.faults[CHANNELS] += crowd.faults
        async with self._palio(plan.crowd) as crowd:
            our_steady = await crowd.at_rate(20, plan.seconds)
            our_fast = await crowd.flat_out(512, plan.seconds)
        async with self._palio(plan.crowd, joined=False) as crowd:
            alone = await crowd.flat_out(16, plan.seconds)
        asked = f"{plan.crowd:,} sockets, "
        joined = f"{asked}flat out, {our_fast.joined:.0f} messages a frame"
        for question, window in ((joined, our_fast), (f"{asked}flat out, each in its own frame", alone)):
            self.say(question, window.deliveries, "deliveries/s", NCHAN, fast.deliveries, ">= 0.9")
            self.say(question, window.deliveries, "deliveries/s", CHANNELS, slow.deliveries, ">= 25")
            self.say(f"{question}, CPU a delivery", window.cost, "µs", NCHAN, fast.cost, "recorded")
        self._latency(f"{asked}20 messages/s", our_steady, steady)

    def _latency(self, asked: str, mine: Window, theirs: Window) -> None:
        self.say(f"{asked}, p50", mine.report.p50, "ms", NCHAN, theirs.report.p50, "recorded")
        self.say(f"{asked}, p99", mine.report.p99, "ms", NCHAN, theirs.report.p99, "<= 2.5")

    async def held(self) -> None:
        """As many sockets as one process is to hold, for minutes."""
        plan = self._plan
        async with self._nchan(plan.full) as crowd:
            await crowd.at_rate(5, plan.seconds)
            kib = crowd.kib
        async with self._palio(plan.full) as crowd:
            ours_ = await crowd.at_rate(5, plan.held)
            asked = f"{plan.full:,} sockets, 5 messages/s for {plan.held:.0f} s"
            self.say(f"{asked}, memory of each", crowd.kib, "KiB", NCHAN, kib, "<= 40 KiB")
            self.say(f"{asked}, lost, doubled or closed", crowd.faults, "", None, None, "0")
            self.say(f"{asked}, p99", ours_.report.p99, "ms", None, None, "recorded")

    async def commands(self) -> None:
        """From a command's commit to the frame; nchan from the request that publishes."""
        plan, rate = self._plan, 5
        async with self._nchan(plan.some) as crowd:
            theirs = await crowd.at_rate(rate, plan.seconds)
        async with ours(self._apart, self._of) as server, audience(server, plan.some) as crowd:
            sending = asyncio.create_task(self._send(server.port, rate))
            stored = await crowd.window("commands", plan.commands / rate - 2)
            await sending
            self.faults["Palio"] += crowd.faults
        asked = f"{plan.some:,} sockets, command stored to frame, p50"
        self.say(asked, stored.report.p50, "ms", NCHAN, theirs.report.p50, "<= 15 ms")

    async def _send(self, port: int, rate: float) -> None:
        """Matches begin and are decided, a command at a time."""
        client = await Client.connected(f"http://127.0.0.1:{port}")
        for match in self._of.matches[: self._plan.commands // 2]:
            await decided(client, self._of, match, 1 / rate)

    async def storm(self) -> None:
        """Everyone in a hall comes back at once."""
        plan = self._plan
        async with self._nchan(2 * plan.some, kept=BACK) as crowd:
            theirs, their_others = await self._returned(crowd)
            crowd.faults = 0  # what it keeps moves on while they come, so that its replay is not exact
        async with self._palio(2 * plan.some) as crowd:
            mine, others = await self._returned(crowd)
        asked = f"{plan.some:,} come back at once for {BACK} messages"
        self.say(f"{asked}, until the last has them", mine.seconds, "s", NCHAN, theirs.seconds, "<= 5 s")
        self.say(f"{asked}, p99 of as many others", others.p99, "ms", NCHAN, their_others.p99, "<= 500 ms")

    async def _returned(self, crowd: Audience) -> tuple[Returned, Report]:
        await crowd.fill(BACK)
        return await crowd.storm(self._plan.some, BACK, 20)

    def say(
        self, question: str, value: float, unit: str, peer: str | None, theirs: float | None, reach: str
    ) -> None:
        """One line of the results."""
        digits = 0 if unit == "deliveries/s" else 2
        self.results.append(
            {
                "question": f"stream: {question}",
                "value": round(value, digits),
                "unit": unit,
                "peer": peer,
                "peer_value": None if theirs is None else round(theirs, digits),
                "ratio": round(value / theirs, 2) if theirs else None,
                "reach": reach,
            }
        )


async def run(cluster: Cluster, apart: Sequence[str], plan: Plan) -> Results:
    """One question after the other; the last line says whether all that Palio sent came once and in order."""
    stage = Stage(apart, await played(cluster), plan)
    for question in (stage.flat_out, stage.held, stage.commands, stage.storm):
        await question()
    faults = stage.faults
    stage.say("lost, doubled or closed in all of this", faults["Palio"], "", NCHAN, faults[NCHAN], "0")
    return stage.results


def main() -> None:
    """Measure and print; `--short` takes seconds in place of minutes, to see that everything works."""
    plan = SHORT if "--short" in sys.argv else Plan()
    machine.files(FILES)
    apart = machine.apart()
    measure(lambda cluster: run(cluster, apart, plan))


if __name__ == "__main__":
    main()
