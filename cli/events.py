"""`palio events`: the log as it is."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import typer

from bootstrap.errors import Refused
from cli.common.output import Json, document, say
from cli.common.running import opened, run

app = typer.Typer(no_args_is_help=True, help="The log: follow it, or look at one event.")


@app.command()
def tail(
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=10_000, help="How many.")] = 20,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on as events come.")] = False,
    tournament: Annotated[UUID | None, typer.Option(help="Of one tournament only.")] = None,
    json: Json = False,
) -> None:
    """The last events; with --follow and --json one JSON object a line."""
    run(_tail(count, follow, tournament, json))


async def _tail(count: int, follow: bool, tournament: UUID | None, json: bool) -> None:
    from api.facts.routes import shown
    from eventstore.records import Scope

    async with opened() as (_, services):
        reader = services.reader
        position = await reader.head()
        if tournament is not None:
            scope = Scope("tournament", tournament)
            last = await reader.sequence(scope)
            found = await reader.of_scope(scope, after=max(0, last - count), limit=count)
        else:
            found = await reader.since(max(0, position - count), count)
        events = [shown(fact) for fact in found]
        if json and not follow:
            document({"items": events})
            return
        while True:
            for event in events:
                document(event) if json else say(line(event))
            if not follow:
                return
            fresh: list[Any] = []
            while not fresh:
                await asyncio.sleep(0.2)
                fresh = await reader.since(position, 1000)
            position = fresh[-1].position
            events = [shown(fact) for fact in fresh if tournament in (None, fact.tournament_id)]


@app.command()
def show(
    position: Annotated[int, typer.Argument(min=1, help="The event's position in the log.")],
    json: Json = False,
) -> None:
    """One event, whole: what happened, by whom, in which role, from where, and why."""
    event = run(_show(position))
    if json:
        document(event)
        return
    say(line(event))
    for name, value in event.items():
        say(f"  {name}: {value}")


async def _show(position: int) -> dict[str, Any]:
    import msgspec

    from api.facts.routes import shown

    async with opened() as (_, services):
        found = await services.reader.since(position - 1, 1)
        if not found:
            raise Refused(f"the log has no event {position}; its last is {await services.reader.head()}")
        sent = await services.reader.commands([found[0].command_id])
        return {**shown(found[0]), "command": msgspec.to_builtins(sent[found[0].command_id])}


def line(event: dict[str, Any]) -> str:
    """An event in one line."""
    number = f"#{event['sequence']}" if event["sequence"] else ""
    return f"{event['position']:>8} {number:>6} {event['at']:%Y-%m-%d %H:%M:%S}  {event['topic']}"
