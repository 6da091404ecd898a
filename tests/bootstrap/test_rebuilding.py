"""`palio rebuild` and `palio migrate` as an operator meets them when a view has to be built again."""

import json
from pathlib import Path

import psycopg
import pytest

from projections.views import VIEWS
from tests.support.process import palio

NAMES = [view.name for view in VIEWS]
ADD = ("user", "add", "ann", "--password-stdin")


@pytest.fixture
async def variables(database: str, tmp_path: Path) -> dict[str, str]:
    """A database with an account in it, shown by its view."""
    variables = {"DATABASE_URL": database, "PALIO_HOME": str(tmp_path)}
    assert (await palio(*ADD, stdin="long enough to be one\n", **variables))[0] == 0
    return variables


async def test_every_view_is_rebuilt_or_the_one_that_is_named(variables: dict[str, str]) -> None:
    code, out, err = await palio("rebuild", "--json", **variables)
    assert code == 0, err
    rebuilt = json.loads(out)["rebuilt"]
    assert [one["view"] for one in rebuilt] == NAMES
    assert {one["events"] for one in rebuilt} == {1}
    assert all(one["seconds"] > 0 and one["switch_ms"] > 0 for one in rebuilt)

    code, out, _ = await palio("rebuild", "accounts", **variables)
    assert (code, out.startswith("rebuilt accounts: 1 events in"), out.count("\n")) == (0, True, 1)
    assert "ann" in (await palio("user", "list", **variables))[1]


async def test_a_view_that_there_is_not_is_refused_naming_those_there_are(variables: dict[str, str]) -> None:
    code, out, err = await palio("rebuild", "tables", **variables)
    assert (code, out) == (3, "")
    assert f"there is no view tables; there are {', '.join(NAMES)}" in err


async def test_a_view_of_another_version_stops_the_start_until_migrate_has_rebuilt_it(
    database: str, variables: dict[str, str]
) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE palio.checkpoints SET version = 0 WHERE view = 'accounts'")
        connection.execute("DELETE FROM palio.checkpoints WHERE view = 'feed'")
        connection.execute("DROP SCHEMA view_feed CASCADE")
    code, _, err = await palio("user", "list", **variables)
    assert (code, "accounts, feed" in err, "palio migrate" in err) == (3, True, True)

    code, out, _ = await palio("migrate", "--json", **variables)
    assert (code, [one["view"] for one in json.loads(out)["rebuilt"]]) == (0, ["accounts"])
    code, out, _ = await palio("user", "list", **variables)
    assert (code, "ann" in out) == (0, True)
    assert "Nothing to do" in (await palio("migrate", **variables))[1]


async def test_the_doctor_names_what_was_set_aside_and_a_rebuild_ends_it(
    database: str, variables: dict[str, str]
) -> None:
    with psycopg.connect(database) as connection:
        letters = "INSERT INTO palio.dead_letters (view, position, error) VALUES ('accounts', %s, 'no')"
        connection.cursor().executemany(letters, [(1,), (2,)])
    code, out, _ = await palio("doctor", **variables)
    assert (code, "2 by accounts" in out, "palio rebuild accounts" in out) == (1, True, True)

    assert (await palio("rebuild", "accounts", **variables))[0] == 0
    assert (await palio("doctor", **variables))[0] == 0
