"""`palio` as an operator meets it: words, JSON, and exit codes that say how it ended."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.kernel.services import Services
from cli.users import _add
from eventstore.records import StoreUnavailable
from tests.support.postgres import at
from tests.support.process import free_port, palio, serving

ROOT = Path(__file__).parents[2]
WORLD_CUP = str(ROOT / "examples" / "world-cup-2022-knockout.toml")
FIRST = ["Argentina", "France", "Croatia", "Morocco"]


@pytest.fixture
def variables(database: str, tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": database, "PALIO_HOME": str(tmp_path)}


async def test_the_world_cup_is_played_and_replayed(variables: dict[str, str]) -> None:
    code, out, err = await palio("play", WORLD_CUP, "--json", **variables)

    assert code == 0, err
    document = json.loads(out)
    assert [place["name"] for place in document["places"][:4]] == FIRST
    assert [place["place"] for place in document["places"][4:]] == ["5–8"] * 4 + ["9–16"] * 8
    assert document["replay"]["equal"] is True
    assert document["replay"]["events"] == document["events"] + 2  # the demo organiser's account and role
    assert document["replay"]["difference"] is None

    one = document["tournament_id"]
    code, out, _ = await palio("events", "tail", "-n", "999", "--tournament", one, "--json", **variables)
    results = [row["sequence"] for row in json.loads(out)["items"] if row["topic"] == "Match.ResultConfirmed"]
    before_the_ninth = str(results[8] - 1)
    code, out, _ = await palio("tournament", "bracket", one, "--as-of", before_the_ninth, **variables)
    assert (code, "Brazil" in out, out.count("winner of"), "╮" in out) == (0, True, 6, True)
    code, out, _ = await palio("tournament", "standings", one, "--json", **variables)
    assert [place["name"] for place in json.loads(out)["items"][:4]] == FIRST
    code, out, _ = await palio("events", "tail", "-n", "3", "--json", **variables)
    assert [event["topic"] for event in json.loads(out)["items"]][-1] == "Tournament.Completed"
    code, out, _ = await palio("events", "show", "3", "--json", **variables)
    assert json.loads(out)["command"]["role"] == "ORGANIZER"
    code, out, _ = await palio("tournament", "list", **variables)
    assert "2022 FIFA World Cup" in out


async def test_a_double_elimination_is_played_to_its_reset(variables: dict[str, str]) -> None:
    code, out, err = await palio(
        "play", str(ROOT / "examples" / "double-elimination.toml"), "--json", **variables
    )
    assert code == 0, err
    document = json.loads(out)
    assert [(place["place"], place["name"]) for place in document["places"]] == [
        ("1", "Harbour"),
        ("2", "Orchard"),
        ("3", "Meadow"),
        ("4", "Foundry"),
        ("5–6", "Lighthouse"),
        ("5–6", "Mill"),
        ("7–8", "Quarry"),
        ("7–8", "Station"),
    ]
    assert document["replay"]["equal"] is True


async def test_a_draw_is_printed_without_a_server_or_a_database(tmp_path: Path) -> None:
    nothing = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PALIO_HOME": str(tmp_path / "none")}
    code, out, err = await palio(
        "draw", "--format", "double-elimination", "--entrants", "4", "--json", **nothing
    )
    assert code == 0, err
    *_, final, reset = json.loads(out)["matches"]
    assert final["sides"] == [{"winner_of": 3}, {"winner_of": 5}]
    assert (reset["if_needed"], reset["after"], reset["sides"]) == (
        True,
        6,
        [{"loser_of": 6}, {"winner_of": 6}],
    )

    code, out, _ = await palio(
        "draw", "--format", "round-robin", "--entrants", "8", "--groups", "2", **nothing
    )
    assert (code, out.count("Group A"), out.count("Group B")) == (0, 6, 6)
    code, out, _ = await palio(
        "draw", "--format", "single-elimination", "--entrants", "4", "--order", "natural", "--json", **nothing
    )
    first, second, _ = json.loads(out)["matches"]
    assert (code, first["sides"], second["sides"]) == (
        0,
        [{"seed": 1}, {"seed": 2}],
        [{"seed": 3}, {"seed": 4}],
    )
    for asked, problem in (
        (("--format", "knockout", "--entrants", "8"), "there are single-elimination"),
        (("--format", "round-robin", "--entrants", "8", "--third-place"), "round-robin has no third place"),
        (("--format", "single-elimination", "--entrants", "1"), "2 to 4,096 entrants"),
    ):
        code, out, err = await palio("draw", *asked, **nothing)
        assert (code, out, problem in err) == (3, "", True), err
    assert not (tmp_path / "none").exists()


async def test_the_same_file_is_played_on_a_server_elsewhere(variables: dict[str, str]) -> None:
    async with serving(free_port(), **variables) as server:
        code, out, _ = await palio("play", WORLD_CUP, "--url", server.url, "--json")
        document = json.loads(out)
        assert (code, document["replay"]) == (0, None)
        assert [place["name"] for place in document["places"][:4]] == FIRST
    assert "Traceback" not in server.log


async def test_a_server_without_demo_asks_for_a_token(variables: dict[str, str]) -> None:
    async with serving(free_port(), **variables, PALIO_DEMO="false") as server:
        code, out, err = await palio("play", WORLD_CUP, "--url", server.url)
        assert (code, out) == (3, "")
        assert "PALIO_TOKEN" in err

        secret = "a-password-nobody-should-see"
        words = ("user", "add", "ann", "--role", "ORGANIZER", "--password-stdin")
        assert (await palio(*words, stdin=secret + "\n", **variables))[0] == 0
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            signed = await client.post("/api/token/", json={"handle": "ann", "password": secret})
            token = signed.json()["access"]
            await client.get(f"/api/games/?token={token}")
        code, out, _ = await palio("play", WORLD_CUP, "--url", server.url, "--json", PALIO_TOKEN=token)
        assert (code, json.loads(out)["places"][0]["name"]) == (0, "Argentina")
    assert secret not in server.log
    assert token not in server.log


async def test_a_server_that_is_not_there_is_unreachable(variables: dict[str, str]) -> None:
    code, _, err = await palio("play", WORLD_CUP, "--url", f"http://127.0.0.1:{free_port()}")
    assert (code, "does not answer" in err) == (4, True)


async def test_a_database_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    url = f"postgresql://postgres@127.0.0.1:{free_port()}/palio"
    code, _, err = await palio("migrate", DATABASE_URL=url, PALIO_HOME=str(tmp_path))
    assert (code, err.startswith("palio: "), "Traceback" in err) == (4, True, False)


async def test_a_database_that_is_not_migrated_is_refused_with_the_way_out(
    postgres: str, tmp_path: Path
) -> None:
    code, _, err = await palio("replay", DATABASE_URL=at(postgres, "postgres"), PALIO_HOME=str(tmp_path))
    assert (code, "palio migrate" in err) == (3, True)


async def test_accounts_are_added_raised_and_listed(variables: dict[str, str]) -> None:
    add = ("user", "add", "ann", "--name", "Ann", "--password-stdin")
    code, out, _ = await palio(*add, "--json", stdin="long enough to be one\n", **variables)
    assert (code, json.loads(out)["handle"]) == (0, "ann")
    assert (await palio(*add, stdin="long enough to be one\n", **variables))[0] == 3
    assert (await palio("user", "role", "ann", "admin", **variables))[0] == 0
    code, out, _ = await palio("user", "list", "--json", **variables)
    assert [(row["handle"], row["role"]) for row in json.loads(out)["items"]] == [("ann", "ADMIN")]
    code, _, err = await palio("user", "role", "ann", "emperor", **variables)
    assert (code, "SPECTATOR, PLAYER" in err) == (3, True)
    emperor = ("user", "add", "bob", "--role", "emperor", "--password-stdin")
    code, _, err = await palio(*emperor, stdin="long enough to be one\n", **variables)
    assert (code, "SPECTATOR, PLAYER" in err) == (3, True)
    assert "bob" not in (await palio("user", "list", **variables))[1]
    code, _, err = await palio("user", "add", "bob", "--password-stdin", stdin="short\n", **variables)
    assert (code, "password" in err, "short" in err.replace("too_short", "")) == (3, True, False)


async def test_the_doctor_finds_everything_in_order_or_says_what_is_not(variables: dict[str, str]) -> None:
    code, out, _ = await palio("doctor", "--json", **variables)
    assert (code, json.loads(out)["healthy"]) == (0, True)
    code, out, _ = await palio("doctor", **{**variables, "REDIS_URL": f"redis://127.0.0.1:{free_port()}"})
    assert (code, "FAIL redis" in out) == (1, True)
    production = {"PALIO_ENV": "production", "SECRET_KEY": "s" * 32, "BASE_URL": "https://palio.example"}
    code, out, _ = await palio("doctor", **variables, **production)
    assert (code, "signs in as the owner of the log" in out) == (1, True)
    code, out, _ = await palio("doctor", "--json", **{**variables, "SECRET_KEY": "short"})
    assert (code, json.loads(out)["healthy"]) == (1, False)


async def test_an_empty_database_says_what_to_do_next(variables: dict[str, str]) -> None:
    assert "palio play FILE" in (await palio("tournament", "list", **variables))[1]
    assert "palio user add" in (await palio("user", "list", **variables))[1]
    code, _, err = await palio("events", "show", "1", **variables)
    assert (code, "has no event 1" in err) == (3, True)


@pytest.mark.parametrize("words", [["nonsense"], ["play"], ["events", "show", "0"], ["serve", "--port", "x"]])
async def test_a_command_line_that_is_not_understood_ends_with_2(words: list[str]) -> None:
    code, _, err = await palio(*words)
    assert (code, "Usage" in err) == (2, True)


async def test_a_benchmark_is_a_module_or_a_package(tmp_path: Path) -> None:
    code, _, err = await palio("bench", "nothing", cwd=tmp_path)

    assert code == 3
    assert "there is no benchmark nothing; there are bracket, " in err
    assert ", stream" in err


async def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    code, out, _ = await palio("--help")
    assert (code, "play" in out) == (0, True)


async def test_an_account_that_may_be_stored_keeps_its_credential(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: Any, **__: Any) -> None:
        raise StoreUnavailable

    @asynccontextmanager
    async def opened() -> AsyncIterator[tuple[None, Services]]:
        yield None, services

    monkeypatch.setattr(services.engine, "execute", gone)
    monkeypatch.setattr("cli.users.opened", opened)
    with pytest.raises(StoreUnavailable):
        await _add("ann", "Ann", "PLAYER", "long enough to be one")
    async with services.pool.connection() as connection:
        cursor = await connection.execute("SELECT count(*) FROM identity.credentials")
        assert await cursor.fetchone() == (1,)


async def test_the_table_of_a_stage_is_listed_and_the_next_stage_drawn(variables: dict[str, str]) -> None:
    example = str(ROOT / "examples" / "battle-royale.toml")
    code, out, err = await palio("play", example, "--json", **variables)
    assert code == 0, err
    one = json.loads(out)["tournament_id"]
    code, out, _ = await palio("tournament", "bracket", one, "--stage", "2", **variables)
    assert (code, "Cinder" in out, "kills" in out) == (0, True, True)
    code, _, err = await palio("tournament", "bracket", one, "--stage", "3", **variables)
    assert (code, err.endswith("stage 3 is not drawn\n")) == (3, True)
    code, _, err = await palio("tournament", "bracket", one, "--stage", "2", "--as-of", "1", **variables)
    assert (code, err.endswith("stage 2 is not drawn at that moment\n")) == (3, True)


async def test_only_who_asks_for_a_moment_is_told_of_one(variables: dict[str, str]) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"
    for words, then in (((), ""), (("--as-of", "1"), " at that moment")):
        code, _, err = await palio("tournament", "bracket", nowhere, *words, **variables)
        assert (code, err) == (3, f"palio: there is no tournament {nowhere}{then}\n")
