"""`palio migrate`, `palio doctor` and `palio replay`."""

from typing import Any

import msgspec
import typer

from bootstrap.cli.output import Json, document, progress, say
from bootstrap.cli.running import caught_up, opened, run
from bootstrap.errors import Different


def migrate(json: Json = False) -> None:
    """Bring the database up to date, as its owner (DATABASE_OWNER_URL)."""
    applied = run(_migrate())
    if json:
        document({"applied": applied})
    else:
        say("\n".join(f"applied {name}" for name in applied) or "Nothing to do: the database is up to date.")


async def _migrate() -> list[str]:
    from bootstrap.container import prepare
    from bootstrap.postgres import embedded
    from bootstrap.settings import load

    settings = load()
    if settings.owner_url is not None:
        return await prepare(settings.owner_url)
    with embedded(settings.home) as url:
        return await prepare(url)


def doctor(json: Json = False) -> None:
    """Look whether everything Palio needs is there, and say what to do where it is not."""
    from bootstrap.doctor import examine

    findings = run(examine())
    healthy = all(finding.ok for finding in findings)
    if json:
        document({"healthy": healthy, "findings": findings})
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.ok else 'FAIL'} {finding.what}: {finding.found}")
    if not healthy:
        raise Different


def replay(json: Json = False) -> None:
    """Build every view again from the log, beside the live one, and compare."""
    verdict = run(_replay())
    if json:
        document(verdict)
    elif verdict["equal"]:
        say(f"Equal: {verdict['events']} events replayed in {verdict['seconds']:.1f} s.")
    else:
        found = verdict["difference"]
        say(f"Different: view {found['view']}, table {found['table']}.")
        say(f"  live:     {found['live']}\n  replayed: {found['replayed']}")
    if not verdict["equal"]:
        raise Different


async def _replay() -> dict[str, Any]:
    from projections.replay import replay as build_again
    from projections.views import VIEWS

    async with opened() as (_, services), caught_up(services), services.pool.connection() as connection:
        with progress("Replaying") as advance:
            verdict = await build_again(VIEWS, services.reader, connection, advance)
    shown: dict[str, Any] = msgspec.to_builtins(verdict)
    return shown


__all__ = ["doctor", "migrate", "replay", "typer"]
