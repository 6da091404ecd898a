"""A PostgreSQL cluster on this machine: one data directory that can be started, stopped and crashed."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from bootstrap.postgres import binaries
from bootstrap.postgres.binaries import MAJOR, PostgresUnavailable

SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; kernels allow 103 to 107
SETTINGS = {
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True)
class Cluster:
    """One data directory; every method may be called whatever state an earlier crash left behind."""

    pgdata: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    deadline: float = 60.0

    def start(self) -> None:
        """Make the cluster if there is none, start it if it is down, and return once it answers."""
        self._create()
        last = time.monotonic() + self.deadline
        while not self._answers():
            if time.monotonic() > last:
                raise PostgresUnavailable(
                    f"PostgreSQL in {self.pgdata} does not start.\n{self._log()[-2000:]}"
                )
            if self.running:  # recovering, or stopping for someone who was killed meanwhile
                time.sleep(0.05)
            else:
                self._launch()

    def stop(self, mode: str = "fast") -> None:
        """Stop: "smart" waits for clients, "fast" dismisses them, "immediate" leaves recovery to a start."""
        if self.running:
            self._control("stop", "-m", mode)

    def crash(self) -> None:
        """Kill -9 the postmaster, as an out-of-memory killer would."""
        os.kill(int(self._pid_file()[0]), signal.SIGKILL)
        while self.running:
            time.sleep(0.01)

    def restart(self, mode: str = "fast") -> None:
        """Stop, then start with the same data."""
        self.stop(mode)
        self.start()

    @property
    def running(self) -> bool:
        """Whether someone listens on the socket; after a crash pid files lie, sockets do not."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket_directory / SOCKET)) == 0

    @property
    def socket_directory(self) -> Path:
        """Where the running server listens; before the first start, where it will."""
        recorded = self._pid_file()[4:5]
        return Path(recorded[0]) if recorded and recorded[0] else self._chosen_socket_directory()

    def url(self, database: str = SUPERUSER, user: str = SUPERUSER) -> str:
        """The address of one database, over a Unix socket that only this system user (and root) can reach."""
        host = quote(str(self.socket_directory), safe="")
        return f"postgresql://{quote(user)}@/{quote(database)}?host={host}"

    def create_database(self, name: str) -> None:
        """Create a database unless it is there; the caller holds the lock that keeps others from the same."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop_database(self, name: str) -> None:
        """Drop a database with all that is in it, whoever is connected."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _create(self) -> None:
        """Initialise beside the final place and move in at the end, so that a kill leaves no half cluster."""
        if not self.pgdata.exists():
            self._initialise(self.pgdata.with_name(f"{self.pgdata.name}.new"))
        if os.geteuid() not in (0, owner := self.pgdata.stat().st_uid):
            raise PostgresUnavailable(
                f"{self.pgdata} belongs to system user {owner}:"
                " start Palio as that user, or set PALIO_HOME to another directory."
            )
        if (made_by := (self.pgdata / "PG_VERSION").read_text().strip()) != MAJOR:
            raise PostgresUnavailable(
                f"{self.pgdata} was made by PostgreSQL {made_by}, this release carries {MAJOR}:"
                " upgrade it with pg_upgrade, or set DATABASE_URL to a server of your own."
            )

    def _initialise(self, half: Path) -> None:
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        self._own(half)
        access = ["-U", SUPERUSER, "--auth=trust", "--no-instructions"]
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = ["--no-sync"] if self.settings.get("fsync") == "off" else []
        self._run("initdb", "-D", str(half), *access, *locale, *sync)
        half.rename(self.pgdata)

    def _launch(self) -> None:
        """One attempt; what a crash left in its way is cleared for the next one, anything else is raised."""
        told = len(self._log())
        sockets = self._make_socket_directory()
        where = {"unix_socket_directories": str(sockets), "listen_addresses": ""}
        options = {**SETTINGS, **self.settings, **where}
        flags = shlex.join(word for key, value in options.items() for word in ("-c", f"{key}={value}"))
        try:
            self._control("start", "-l", str(self.pgdata / "server.log"), "-o", flags)
        except PostgresUnavailable as failure:
            reason = self._log()[told:]
            if "lock file" in reason:  # the dead postmaster's pid lives anew in another program
                for leftover in (self.pgdata / "postmaster.pid", sockets / f"{SOCKET}.lock"):
                    leftover.unlink(missing_ok=True)
            elif "shared memory block" not in reason:  # a dead postmaster's children take a moment to leave
                raise PostgresUnavailable(f"{failure}\n{reason.strip()}") from failure
            time.sleep(0.1)

    def _chosen_socket_directory(self) -> Path:
        """The data directory itself, or a short private one where its path is too long for a socket."""
        if len(os.fsencode(self.pgdata / SOCKET)) < SOCKET_PATH_LIMIT:
            return self.pgdata
        return Path(tempfile.gettempdir()) / f"palio-{sha256(os.fsencode(self.pgdata)).hexdigest()[:16]}"

    def _make_socket_directory(self) -> Path:
        directory = self._chosen_socket_directory()
        if directory != self.pgdata:
            directory.mkdir(exist_ok=True)
            if directory.stat().st_uid not in (os.geteuid(), self.pgdata.stat().st_uid):
                raise PostgresUnavailable(f"{directory} belongs to someone else: shorten PALIO_HOME.")
            self._own(directory)
        return directory

    def _own(self, directory: Path) -> None:
        """Make a directory private to the user the server runs as."""
        directory.chmod(0o700)
        if user := binaries.system_user(self.pgdata):
            os.chown(directory, user.pw_uid, user.pw_gid)

    def _pid_file(self) -> list[str]:
        """Lines of postmaster.pid: pid, data directory, start, port, socket directory, …; none if stopped."""
        try:
            return (self.pgdata / "postmaster.pid").read_text().splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _log(self) -> str:
        log = self.pgdata / "server.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def _control(self, action: str, *options: str) -> None:
        self._run("pg_ctl", action, "-w", "-t", f"{self.deadline:.0f}", "-D", str(self.pgdata), *options)

    def _run(self, program: str, *arguments: str) -> None:
        user = binaries.system_user(self.pgdata)
        binaries.admit(user, binaries.directory() / program, self.pgdata)
        binaries.run(program, *arguments, user=user)
