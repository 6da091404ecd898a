"""`palio migrate`, `palio doctor`, `palio replay` and `palio rebuild`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bootstrap.errors import Different, Refused
from cli.common.output import Json, document, progress, say
from cli.common.running import caught_up, opened, replayed, run

if TYPE_CHECKING:
    from bootstrap.container import Prepared
    from projections.kernel.rebuild import Rebuilt
    from projections.kernel.view import View

WATCH = "palio jobs list says how far it is."


def migrate(json: Json = False) -> None:
    """Bring the database up to date, as its owner (DATABASE_OWNER_URL)."""
    done = run(_migrate())
    if json:
        document(done)
        return
    lines = [f"applied {name}" for name in done.applied] + [_rebuilt(one) for one in done.rebuilt]
    say("\n".join(lines) or "Nothing to do: the database is up to date.")


async def _migrate() -> "Prepared":
    from bootstrap.container import prepare
    from bootstrap.postgres.embedded import embedded
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
    async with opened() as (_, services):
        return await replayed(services)


def rebuild(
    view: Annotated[str | None, typer.Argument(help="One of the views; all by default.")] = None,
    later: Annotated[bool, typer.Option("--later", help="Leave it to a worker.")] = False,
    json: Json = False,
) -> None:
    """Build views anew from the log while they are read, and switch to the new tables."""
    if later:
        left = run(_rebuild_later(view))
        document({"later": left}) if json else say(f"Left to a worker: {', '.join(left)}. {WATCH}")
        return
    done = run(_rebuild(view))
    if json:
        document({"rebuilt": done})
    else:
        say("\n".join(map(_rebuilt, done)))


def _chosen(name: str | None) -> "list[View]":
    from projections.views import VIEWS

    chosen = [view for view in VIEWS if name in (None, view.name)]
    if not chosen:
        raise Refused(f"there is no view {name}; there are {', '.join(view.name for view in VIEWS)}")
    return chosen


async def _rebuild_later(name: str | None) -> list[str]:
    from application.kernel.jobs import Job
    from bootstrap.jobs.menu import REBUILD

    names = [view.name for view in _chosen(name)]
    async with opened() as (_, services):
        await services.jobs.defer(Job(REBUILD, {"views": names}))
    return names


async def _rebuild(name: str | None) -> "list[Rebuilt]":
    from projections.kernel.rebuild import rebuild as build_anew

    chosen, done = _chosen(name), []
    async with opened() as (_, services), caught_up(services), services.pool.connection() as connection:
        for view in chosen:
            with progress(f"Rebuilding {view.name}") as advance:
                done.append(await build_anew(view, connection, advance))
    return done


def _rebuilt(one: "Rebuilt") -> str:
    return (
        f"rebuilt {one.view}: {one.events} events in {one.seconds:.1f} s, switched in {one.switch_ms:.0f} ms"
    )
