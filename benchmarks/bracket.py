"""One confirmed result, from command to position: in a bracket of 4,096 beside brackets of 16."""

import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

import msgspec
import uvloop

from application.actor import OPERATOR, Actor
from application.commands import accounts, brackets, matches, registrations, tournaments
from application.engine import Engine
from bootstrap.cluster import Cluster
from domain import moment
from domain.ids import account_id, bracket_id, match_id
from domain.values import Definition, GameScore
from eventstore import database
from eventstore.migrate import migrate
from eventstore.reader import Reader
from eventstore.writer import Writer

LARGE, SMALL = 4096, 16
RESULTS = 600
FIRST_ROUND = SMALL // 2
WON = [GameScore(score=[1, 0])]
ORGANISER = Actor(account=account_id("organiser"))


async def live(engine: Engine, entrants: int) -> UUID:
    """A tournament in play; the id of its bracket."""
    tournament = uuid4()
    definition = Definition(name="Bench", slug="bench", capacity=entrants)
    owner = account_id("organiser")
    create = tournaments.CreateTournament(tournament=tournament, owner=owner, definition=definition)
    for step in (create, tournaments.PublishTournament(tournament=tournament)):
        await engine.execute(step, ORGANISER)
    await engine.execute(tournaments.OpenRegistration(tournament=tournament), ORGANISER)
    for number in range(entrants):
        await engine.execute(registrations.AddEntrant(tournament=tournament, name=f"E{number}"), ORGANISER)
    for kind in (
        tournaments.CloseRegistration,
        brackets.GenerateBracket,
        brackets.FinalizeBracket,
        tournaments.StartTournament,
    ):
        await engine.execute(kind(tournament=tournament), ORGANISER)
    return bracket_id(tournament)


async def confirmed(engine: Engine, match: UUID) -> float:
    """Seconds until the result of a started match is stored, and the bracket moved."""
    await engine.execute(matches.StartMatch(match=match), ORGANISER)
    began = time.perf_counter()
    await engine.execute(matches.RuleResult(match=match, games=WON), ORGANISER)
    return time.perf_counter() - began


async def small_matches(engine: Engine) -> AsyncIterator[UUID]:
    """First-round matches of one small bracket after another."""
    while True:
        bracket = await live(engine, SMALL)
        for number in range(1, FIRST_ROUND + 1):
            yield match_id(bracket, 1, number)


async def run(url: str) -> list[dict[str, object]]:
    """Large and small by turns."""
    await migrate(url)
    async with database.pool(url) as pool, Writer(url) as writer:
        engine = Engine(writer, Reader(pool), clock=moment.now)
        await engine.execute(accounts.OpenAccount(handle="organiser", display_name="Organiser"), OPERATOR)
        grant = accounts.GrantRole(account=account_id("organiser"), role="ORGANIZER")
        await engine.execute(grant, OPERATOR)
        large = await live(engine, LARGE)
        small = small_matches(engine)
        pairs = []
        for number in range(1, RESULTS + 1):
            in_large = await confirmed(engine, match_id(large, 1, number))
            pairs.append((in_large, await confirmed(engine, await anext(small))))
    in_large, in_small = (median(times) * 1000 for times in zip(*pairs, strict=True))
    return [
        {
            "question": "one confirmed result in a bracket of 4,096, command to position",
            "value": round(in_large, 2),
            "unit": "ms",
            "peer": "the same in brackets of 16",
            "peer_value": round(in_small, 2),
            "ratio": round(in_large / in_small, 2),
            "reach": "<= 2",
        }
    ]


def main() -> None:
    """Measure on a durable server of our own and print one JSON document."""
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="palio-bench-")) / "pgdata")
    cluster.start()
    try:
        sys.stdout.write(msgspec.json.encode({"results": uvloop.run(run(cluster.url()))}).decode() + "\n")
    finally:
        cluster.stop("immediate")


if __name__ == "__main__":
    main()
