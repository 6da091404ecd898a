"""The embedded server starts once, is shared, ends with its last user and survives every kind of kill."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bootstrap.postgres import binaries
from bootstrap.postgres.embedded import Cluster, PostgresUnavailable, embedded

FAST = {"fsync": "off"}
HOLDER = """
import sys
from pathlib import Path
from bootstrap.postgres.embedded import embedded
with embedded(Path(sys.argv[1]), {"fsync": "off"}) as url:
    print(url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A short directory whose name needs quoting."""
    parent = Path(tempfile.mkdtemp(prefix="palio home-"))
    yield parent / "it's here"
    cluster_of(parent / "it's here").stop("immediate")
    shutil.rmtree(parent)


def cluster_of(home: Path) -> Cluster:
    return Cluster(home.resolve() / "pgdata", FAST)


def another_process(home: Path) -> tuple[subprocess.Popen[str], str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    return holder, holder.stdout.readline().strip()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question).fetchone()
        return row[0] if row else None


def test_the_first_start_makes_the_database_palio(home: Path) -> None:
    with embedded(home, FAST) as url:
        assert ask(url, "SELECT current_database()") == "palio"
        assert ask(url, "SELECT current_setting('synchronous_commit')") == "on"


def test_two_processes_share_one_server_and_the_last_one_stops_it(home: Path) -> None:
    other, its_url = another_process(home)
    with embedded(home, FAST) as url:
        assert url == its_url
        other.communicate()
        assert ask(url, "SELECT 1") == 1
    assert not cluster_of(home).running


def test_a_process_killed_with_minus_nine_leaves_no_claim_on_the_server(home: Path) -> None:
    other, _ = another_process(home)
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert cluster_of(home).running
    with embedded(home, FAST) as url:
        assert ask(url, "SELECT 1") == 1
    assert not cluster_of(home).running


def test_an_initialisation_killed_halfway_is_begun_again(home: Path) -> None:
    (home / "pgdata.new" / "base").mkdir(parents=True)
    with embedded(home, FAST) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_pid_file_whose_pid_now_belongs_to_another_program_does_not_block_the_start(home: Path) -> None:
    with embedded(home, FAST):
        cluster = cluster_of(home)
        pid_file = cluster.pgdata / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    with sleeping(binaries.system_user(cluster.pgdata)) as sleeper:
        pid_file.write_text("\n".join([str(sleeper.pid), *lines[1:6], "1 1", "ready", ""]))
        with embedded(home, FAST) as url:
            assert ask(url, "SELECT 1") == 1
        sleeper.kill()


def sleeping(user: object) -> subprocess.Popen[bytes]:
    uid = getattr(user, "pw_uid", None)
    return subprocess.Popen(["sleep", "60"], user=uid)


def test_data_of_another_major_version_is_refused_with_the_way_out(home: Path) -> None:
    with embedded(home, FAST):
        pass
    (home / "pgdata" / "PG_VERSION").write_text("12\n")
    with pytest.raises(PostgresUnavailable, match=r"made by PostgreSQL 12.*pg_upgrade"), embedded(home, FAST):
        pass


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(PostgresUnavailable, match="set PALIO_HOME"), embedded(blocked / "home"):
        pass


def test_a_path_too_long_for_a_socket_gets_a_short_private_one(home: Path) -> None:
    deep = home / ("x" * 60) / ("y" * 60)
    with embedded(deep, FAST) as url:
        assert ask(url, "SELECT 1") == 1
        sockets = cluster_of(deep).socket_directory
        assert sockets.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(sockets)


def test_what_was_committed_survives_a_crash_of_the_server(durable_postgres: Cluster) -> None:
    with psycopg.connect(durable_postgres.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    durable_postgres.crash()
    durable_postgres.start()
    assert ask(durable_postgres.url(), "SELECT answer FROM kept") == 42
    durable_postgres.restart()
    assert ask(durable_postgres.url(), "SELECT current_setting('fsync')") == "on"


@pytest.mark.parametrize("round_", range(2))
async def test_every_test_gets_a_database_of_its_own(database: str, round_: int) -> None:
    async with await psycopg.AsyncConnection.connect(database) as connection:
        await connection.execute("CREATE TABLE public.mine ()")  # would fail in a database that was shared
        assert str(os.getpid()) in connection.info.dbname
