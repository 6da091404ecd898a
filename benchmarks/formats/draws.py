"""How long it takes to draw, to go on from a result, and to say what a correction brings about."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from application.kernel.engine import Engine
from application.match import commands as matches
from application.subjects import MENU
from benchmarks.comparing import Results
from benchmarks.playing import ORGANISER, created, live, organised
from benchmarks.stream.machine import BUILT
from bootstrap.errors import Refused
from bootstrap.postgres.cluster import Cluster
from domain.bracket.bracket import Bracket
from domain.bracket.ids import bracket_id
from domain.formats.elimination.double_elimination import draw
from domain.formats.stages import Stage
from domain.kernel import moment
from domain.match.ended import Ended
from domain.match.ids import match_id
from domain.match.score import GameScore
from eventstore import database
from eventstore.reader import Reader
from eventstore.writer import Writer

PEERS = ("brackets-manager@1.11.1", "brackets-memory-db@1.0.6", "tournament-pairings@2.0.1")
REACH = {64: "<= 1", 1024: "<= 0.2", 4096: "<= 0.1"}
LARGEST = 16_384
DOUBLE = Stage(format="double-elimination")
TIMES = 5
RESULTS = 400
FINISHED = 1024
WON = [GameScore([1, 0])]


def drawn() -> Results:
    """Beside the usual libraries, each at its fastest of a few times."""
    theirs = peers(list(REACH))
    found: Results = []
    for size, reach in REACH.items():
        ours = fastest(size)
        for peer, times in theirs.items():
            asked = reach if peer == "brackets-manager" else "recorded"
            found.append(row(f"draw a double elimination of {size:,}", ours, peer, times[str(size)], asked))
    ours, quarter = fastest(LARGEST), fastest(LARGEST // 4)
    found.append(row(f"draw a double elimination of {LARGEST:,}", ours, "one of 4,096", quarter, "<= 5"))
    return found


def fastest(size: int) -> float:
    """Milliseconds to draw that many."""
    return 1000 * min(timed(lambda: draw(size)) for _ in range(TIMES))


def timed(work: Callable[[], object]) -> float:
    """Seconds it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peers(sizes: list[int]) -> dict[str, dict[str, float]]:
    """Milliseconds of the usual libraries, by name and size. Raises Refused without Node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Refused("the usual libraries run on Node, with npm to install them: there is none on PATH")
    home = BUILT / "draws"
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "node_modules").exists():
        words = [npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", home]
        subprocess.run([*words, *PEERS], check=True, cwd=home)
    script = Path(__file__).with_name("peers.mjs")
    asked = [node, script, home, json.dumps(sizes), str(TIMES)]
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE)
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def moved() -> Results:
    """One result in a large bracket beside one in a small one, in memory."""
    large, small = went_on(LARGEST), went_on(64)
    return [row(f"go on from a result among {LARGEST:,}", large, "the same among 64", small, "<= 2")]


def went_on(entrants: int) -> float:
    """Milliseconds for a first-round result to move the bracket, in the middle of many."""
    times: list[float] = []
    while len(times) < RESULTS:
        seeds = [uuid4() for _ in range(entrants)]
        drawn = {"seeds": seeds, "matches": draw(entrants).matches}
        bracket = Bracket(id=uuid4(), tournament=uuid4(), best_of=1, **drawn, stage=1, played_as=DOUBLE)
        bracket.finalize(seeds, DOUBLE, list(bracket.matches.values()))
        first = [
            match for match in bracket.matches.values() if match.round == 1 and match.bracket == "winners"
        ]
        for match in first[:RESULTS]:
            winner, loser = (seeds[side.number - 1] for side in match.sides)
            began = time.perf_counter()
            bracket.advance(match.number, Ended([winner, loser], None, 0, "played"))
            times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return times[len(times) // 2]


async def corrected(cluster: Cluster) -> Results:
    """What correcting the first match of a finished tournament brings about, until it is known."""
    url = await created(cluster, "corrections")
    async with database.pool(url) as pool, Writer(url) as writer:
        engine = Engine(MENU, writer, Reader(pool), clock=moment.now)
        await organised(engine)
        first = await finished(engine, uuid4(), FINISHED)
        asked = matches.CorrectResult(match=first, games=[GameScore([0, 1])], reason="typed wrong")
        times, changed = [], 0
        for _ in range(TIMES):
            began = time.perf_counter()
            changed = len((await engine.rehearse(asked, ORGANISER))["consequences"])
            times.append(1000 * (time.perf_counter() - began))
    question = f"consequences of correcting the first match of {FINISHED:,}, {changed} of them"
    return [row(question, sorted(times)[len(times) // 2], "the limit", 100.0, "<= 1")]


async def finished(engine: Engine, tournament: UUID, entrants: int) -> UUID:
    """A double elimination in which the first side wins every match; its first match."""
    await live(engine, tournament, entrants, format="double-elimination")
    ids = [match_id(bracket_id(tournament), 1, number) for number in range(1, 2 * entrants - 1)]
    for match in ids:
        await engine.execute(matches.StartMatch(match=match), ORGANISER)
        await engine.execute(matches.RuleResult(match=match, games=WON), ORGANISER)
    return ids[0]


def row(question: str, ours: float, peer: str, theirs: float, reach: str) -> dict[str, object]:
    """Milliseconds of both."""
    return {
        "question": question,
        "value": round(ours, 3),
        "unit": "ms",
        "peer": peer,
        "peer_value": round(theirs, 3),
        "ratio": round(ours / theirs, 3),
        "reach": reach,
    }
