"""A demo plays itself to the end, goes on wherever it was stopped, and keeps its hands off real logs."""

import json
import re
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import httpx
import msgspec
import psycopg
import pytest

from api.kernel.services import Services
from bootstrap.postgres.cluster import Cluster
from demo.bot import Bot
from demo.cast import Cast
from demo.edition import Edition, Editions
from demo.players import entrants
from demo.script import Act, due, next_act, opening, script
from domain.match.score import GameScore, winner_of
from eventstore.records import Scope
from play.client import Client
from tests.support.process import free_port, palio, running

TO_THE_END = ("demo", "--headless", "--json", "--players", "4", "--speed", "max", "--until-complete")
OPEN_END = ("demo", "--headless", "--json", "--players", "4", "--speed", "10")
T = TypeVar("T")
BOTH, NEITHER = (True, True), (False, False)


@pytest.fixture
def home() -> Iterator[Path]:
    """Not below pytest's own directory, which whoever starts pytest next closes to the database's user."""
    with tempfile.TemporaryDirectory(prefix="palio-demo-") as directory:
        yield Path(directory)
        Cluster(Path(directory).resolve() / "demo" / "pgdata").stop("immediate")


@pytest.fixture
def variables(home: Path) -> dict[str, str]:
    return {"PALIO_HOME": str(home), "PALIO_PORT": str(free_port())}


async def test_it_ends_with_its_tournament_and_a_replay_shows_the_same(
    variables: dict[str, str], database: str
) -> None:
    code, out, err = await palio(*TO_THE_END, **variables, DATABASE_URL=database)
    assert code == 0, err
    begun, ended = map(json.loads, out.splitlines())
    assert begun["name"] == "Demo Cup 1"
    assert begun["page"] == f"http://127.0.0.1:{variables['PALIO_PORT']}/t/{begun['tournament_id']}"
    assert list(begun["links"]) == ["spectator", "player", "organiser", "auditor"]
    assert (ended["tournament_id"], ended["status"]) == (begun["tournament_id"], "completed")
    assert ended["replay"]["equal"] is True
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM palio.facts").fetchone() == (0,)

    code, out, _ = await palio(*TO_THE_END, "--reset", **variables)
    anew, over = map(json.loads, out.splitlines())
    assert (code, anew["tournament_id"], anew["name"]) == (0, begun["tournament_id"], "Demo Cup 1")
    assert over["replay"]["events"] == ended["replay"]["events"]


async def test_one_that_was_killed_goes_on_with_the_same_tournament(variables: dict[str, str]) -> None:
    async with running(*OPEN_END, **variables) as process:
        assert process.stdout is not None
        begun = json.loads(await process.stdout.readline())
        process.kill()
    code, out, err = await palio(*TO_THE_END, **variables)
    assert code == 0, err
    again, ended = map(json.loads, out.splitlines())
    assert again["tournament_id"] == begun["tournament_id"]
    assert (ended["status"], ended["replay"]["equal"]) == ("completed", True)


async def test_it_takes_the_next_port_is_played_once_at_a_time_and_ends_cleanly(
    variables: dict[str, str], home: Path
) -> None:
    port = int(variables["PALIO_PORT"])
    with socket.create_server(("127.0.0.1", port)):
        async with running(*OPEN_END, **variables) as process:
            assert process.stdout is not None and process.stderr is not None
            page = json.loads(await process.stdout.readline())["page"]
            assert (await process.stderr.readline()).decode().startswith(f"Port {port} is taken")
            assert port < int(re.findall(r":(\d+)/", page)[0]) <= port + 20

            for words in (OPEN_END, (*OPEN_END, "--reset")):
                code, _, err = await palio(*words, **variables)
                assert (code, "is being played already, at http://127.0.0.1:" in err) == (3, True)

            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    assert not Cluster(home / "demo" / "pgdata").running


async def test_one_that_is_interrupted_before_its_end_says_so(variables: dict[str, str]) -> None:
    async with running(*OPEN_END, "--until-complete", **variables) as process:
        assert process.stdout is not None
        await process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130


async def test_a_log_that_is_no_demos_is_left_alone(variables: dict[str, str], home: Path) -> None:
    real = {"PALIO_HOME": str(home / "demo")}
    add = ("user", "add", "ann", "--password-stdin")
    assert (await palio(*add, stdin="long enough to be one\n", **real))[0] == 0
    for words in (TO_THE_END, (*TO_THE_END, "--reset")):
        code, _, err = await palio(*words, **variables)
        assert (code, "no demo's" in err) == (3, True)
    assert "ann" in (await palio("user", "list", **real))[1]


async def test_production_has_no_demo(variables: dict[str, str]) -> None:
    production = {
        "PALIO_ENV": "production",
        "DATABASE_URL": f"postgresql://palio@127.0.0.1:{free_port()}/palio",
        "SECRET_KEY": "s" * 32,
        "BASE_URL": "https://palio.example",
    }
    code, out, err = await palio(*TO_THE_END, **variables, **production)
    assert (code, out, "production" in err) == (3, "", True)


@pytest.mark.parametrize(
    "words", [("--speed", "0"), ("--speed", "warp"), ("--players", "1"), ("--players", "129")]
)
async def test_what_cannot_be_played_is_not_understood(words: tuple[str, str]) -> None:
    code, _, err = await palio("demo", *words)
    assert (code, words[0] in err) == (2, True)


# Wherever it is stopped


class Stopped(Exception):
    """Killed, with the answer unread."""


class ShortLived(Client):
    """Sends one command that was never sent before, and is gone."""

    def __init__(self, http: httpx.AsyncClient, sent: set[Any]) -> None:
        super().__init__(http)
        self._sent = sent

    async def send(self, *args: Any, **options: Any) -> dict[str, Any]:
        answer = await super().send(*args, **options)
        if (command := (options["key"], options["auth"])) not in self._sent:
            self._sent.add(command)
            raise Stopped
        return answer


async def begun_again(work: Callable[[Client], Awaitable[T]], http: httpx.AsyncClient) -> tuple[int, T]:
    """How many lives it took, and what came of it."""
    sent: set[Any] = set()
    for life in range(1, 200):
        with suppress(Stopped):
            return life, await work(ShortLived(http, sent))
    raise AssertionError


@pytest.fixture
async def cast(services: Services) -> Cast:
    cast = Cast(services)
    await cast.assemble()
    return cast


@pytest.fixture
async def http(url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield client


async def test_a_tournament_made_one_command_a_life_is_made_once(cast: Cast, http: httpx.AsyncClient) -> None:
    async def make(client: Client) -> Edition:
        return await Editions(client, cast, lambda *_: None).latest(4)

    lives, edition = await begun_again(make, http)
    assert lives == 4 + 4 + 4 + 1  # up to registration, everyone's entry, up to the start
    client = Client(http)
    found = await client.get("tournaments/")
    assert [(row["name"], row["status"]) for row in found["items"]] == [("Demo Cup 1", "live")]
    entered = await client.get(f"tournaments/registrations/?tournament_id={edition.tournament}")
    assert [row["name"] for row in entered["items"]] == [entrant.name for entrant in entrants(4)]


async def test_a_tournament_played_one_command_a_life_is_played_to_its_end(
    services: Services, cast: Cast, http: httpx.AsyncClient
) -> None:
    edition = await Editions(Client(http), cast, lambda *_: None).latest(8)

    async def play(client: Client) -> str:
        await services.runner.wait(await services.reader.head(), 5)
        bot = Bot(client, cast, edition.tournament, None)
        await bot.begin()
        return await bot.play()

    lives, status = await begun_again(play, http)
    facts = [
        fact.topic
        for fact in await services.reader.of_scope(Scope("tournament", UUID(edition.tournament)), limit=500)
    ]
    acts = ("Match.Started", "Match.ResultReported", "Match.ResultConfirmed", "Match.Forfeited")
    assert status == "completed"
    assert facts.count("Match.Forfeited") == 1
    assert facts.count("Match.Started") == facts.count("Match.ResultConfirmed") == 13
    assert lives == 1 + sum(facts.count(act) for act in acts)


class Overtaken(Client):
    """Staff are quicker, once: they give away the match it is about to start."""

    overtaken = False

    async def send(self, method: str, path: str, *args: Any, **options: Any) -> dict[str, Any]:
        if path.endswith("/start/") and not self.overtaken:
            self.overtaken = True
            forfeit = path.replace("/start/", "/forfeit/")
            await super().send("POST", forfeit, {"side": 0}, auth=options["auth"])
        return await super().send(method, path, *args, **options)


async def test_it_plays_on_where_others_were_quicker(cast: Cast, http: httpx.AsyncClient) -> None:
    edition = await Editions(Client(http), cast, lambda *_: None).latest(4)
    bot = Bot(Overtaken(http), cast, edition.tournament, None)
    await bot.begin()
    assert await bot.play() == "completed"


async def test_after_one_that_is_over_comes_another(cast: Cast, http: httpx.AsyncClient) -> None:
    edition = await Editions(Client(http), cast, lambda *_: None).latest(4)
    cancel = f"tournaments/{edition.tournament}/cancel/"
    await Client(http).send("POST", cancel, {"reason": "rain"}, auth=cast.organiser)
    assert await Bot(Client(http), cast, edition.tournament, None).play() == "cancelled"
    following = await Editions(Client(http), cast, lambda *_: None).latest(2)
    assert (following.name, len(following.players)) == ("Demo Cup 2", 2)


# What comes next in a match


def match(number: int = 1, status: str = "live", **other: Any) -> dict[str, Any]:
    reports = {"reports": [None, None], "id": f"match {number}", "round": 1, "best_of": 3, "sequence": number}
    return {**reports, "number": number, "status": status, **other}


def test_a_match_goes_the_same_way_whenever_it_is_asked_and_has_a_winner() -> None:
    for number in range(1, 200):
        story = script(match(number))
        assert story == script(match(number))
        assert winner_of(msgspec.convert(story.games, list[GameScore]), 3) == story.winner


def test_a_match_is_started_unless_somebody_is_not_there() -> None:
    assert next_act(match(1, "ready"), BOTH).step == "start"
    assert next_act(match(2, "ready"), BOTH).step == "no-show"


def test_the_winner_reports_where_it_can_and_the_other_side_confirms() -> None:
    story = script(match())
    assert next_act(match(), BOTH) == Act("report", story.winner, {"games": story.games})
    loser_only = [side != story.winner for side in (0, 1)]
    assert next_act(match(), loser_only) == Act("report", 1 - story.winner, {"games": story.games})
    assert next_act(reported(match()), BOTH) == Act("confirm", 1 - story.winner)


def test_staff_rule_where_nobody_can_report_or_confirm() -> None:
    assert next_act(match(), NEITHER).step == "rule"
    only_the_winner = [side == script(match()).winner for side in (0, 1)]
    answer = next_act(reported(match()), only_the_winner)
    assert (answer.step, answer.side, "games" in (answer.body or {})) == ("rule", None, False)


def test_where_reports_differ_staff_say_what_counts() -> None:
    told = reported(match(5))
    otherwise = next_act(told, BOTH)
    assert (otherwise.step, otherwise.side) == ("report", 1 - script(told).winner)
    assert otherwise.body != {"games": script(told).games}
    ruling = next_act(match(5, "reported", reports=[[], []]), BOTH)
    assert (ruling.step, (ruling.body or {})["games"]) == ("rule", script(told).games)


def reported(one: dict[str, Any]) -> dict[str, Any]:
    story = script(one)
    reports = [story.games if side == story.winner else None for side in (0, 1)]
    return {**one, "status": "reported", "reports": reports}


def test_it_opens_with_round_1_over_and_one_match_live() -> None:
    later = match(3, "scheduled", round=2)
    assert opening([match(1, "completed"), match(2), later]) == match(2)
    ready = match(3, "ready", round=2)
    assert opening([match(1, "completed"), match(2, "completed"), ready]) == ready
    assert opening([match(1, "completed"), match(2, "completed"), match(3, round=2)]) is None
    assert opening([match(1, "ready")]) == match(1, "ready")
    assert opening([match(1)]) is None


def test_the_match_that_waited_longest_is_next_and_a_free_station_takes_another() -> None:
    assert due([match(4), match(2, "ready"), match(3, "ready")]) == match(2, "ready")
    assert due([match(4), match(5), match(2, "ready")]) == match(4)
    assert due([match(1, "completed"), match(2, "scheduled"), match(3, "void")]) is None


def test_everyone_has_a_name_and_a_handle_of_their_own() -> None:
    everyone = entrants(128)
    assert len({entrant.name for entrant in everyone}) == len({entrant.handle for entrant in everyone}) == 128
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,31}", entrant.handle) for entrant in everyone)
    assert [entrant.name for entrant in everyone[:16] if not entrant.has_account]
