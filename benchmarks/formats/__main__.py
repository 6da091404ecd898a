"""`palio bench formats`: draws, pairings, standings and corrections of large fields."""

import sys

from benchmarks.comparing import Results, measure
from benchmarks.formats import draws, standings, swiss
from bootstrap.postgres.cluster import Cluster


async def run(cluster: Cluster) -> Results:
    """Everything, one after the other."""
    pure = [*draws.drawn(), *draws.moved(), *swiss.run(short="--short" in sys.argv), *standings.run()]
    return [*pure, *(await draws.corrected(cluster))]


def main() -> None:
    """Measure and print."""
    measure(run)


if __name__ == "__main__":
    main()
