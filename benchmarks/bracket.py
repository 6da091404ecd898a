"""One confirmed result, from command to position: in a bracket of 4,096 beside brackets of 16."""

import time
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

from application.kernel.engine import Engine
from application.match import commands as matches
from application.subjects import MENU
from benchmarks.comparing import Results, compared, measure
from benchmarks.playing import ORGANISER, created, live, organised
from bootstrap.postgres.cluster import Cluster
from domain.bracket.ids import bracket_id
from domain.kernel import moment
from domain.match.ids import match_id
from domain.match.score import GameScore
from eventstore import database
from eventstore.reader import Reader
from eventstore.writer import Writer

LARGE, SMALL = 4096, 16
RESULTS = 600
WON = [GameScore(score=[1, 0])]


async def confirmed(engine: Engine, match: UUID) -> float:
    """Milliseconds until the result of a started match is stored, and the bracket moved."""
    await engine.execute(matches.StartMatch(match=match), ORGANISER)
    began = time.perf_counter()
    await engine.execute(matches.RuleResult(match=match, games=WON), ORGANISER)
    return 1000 * (time.perf_counter() - began)


async def first_round(engine: Engine, entrants: int) -> AsyncIterator[UUID]:
    """First-round matches of one bracket after another."""
    while True:
        tournament = uuid4()
        await live(engine, tournament, entrants)
        for number in range(1, entrants // 2 + 1):
            yield match_id(bracket_id(tournament), 1, number)


async def run(cluster: Cluster) -> Results:
    """Large and small by turns."""
    url = await created(cluster, "results")
    async with database.pool(url) as pool, Writer(url) as writer:
        engine = Engine(MENU, writer, Reader(pool), clock=moment.now)
        await organised(engine)
        large, small = first_round(engine, LARGE), first_round(engine, SMALL)
        pairs = [
            (await confirmed(engine, await anext(large)), await confirmed(engine, await anext(small)))
            for _ in range(RESULTS)
        ]
    question = "one confirmed result in a bracket of 4,096, command to position"
    return [compared(question, pairs, "the same in brackets of 16", "<= 2", "ms")]


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
