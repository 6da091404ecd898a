"""`palio play`: a tournament file, played through the HTTP API."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bootstrap.errors import Different, Refused
from cli.common.output import Json, document, progress, say, verdict
from cli.common.running import opened, replayed, run


def play(
    file: Annotated[Path, typer.Argument(help="A tournament file: docs/reference/tournament-files.md.")],
    url: Annotated[
        str | None, typer.Option(help="A server to play on; by default one of its own, on PALIO_HOME.")
    ] = None,
    json: Json = False,
) -> None:
    """Play a tournament file through the HTTP API; on one's own server, replay it afterwards.

    Against --url it acts as the account of PALIO_TOKEN, or as a demo organiser where the server has those.
    """
    from play.file import FileRefused, read

    try:
        asked = read(file)
    except FileRefused as refusal:
        raise Refused(str(refusal)) from None
    result = run(_there(asked, url) if url else _here(asked))
    if json:
        document({name: value for name, value in result.items() if name != "brackets"})
    else:
        _tell(result)
    if result["replay"] is not None and not result["replay"]["equal"]:
        raise Different


def _tell(result: dict[str, Any]) -> None:
    from play.listing import listing
    from play.picture import picture

    brackets = result["brackets"]
    for bracket in brackets:
        if len(brackets) > 1:
            say(f"{bracket['played_as']['name'] or 'Stage ' + str(bracket['stage'])}\n")
        table = result["tables"].get(bracket["stage"])
        say((listing(table) if table else picture(bracket)) + "\n")
    for place in result["places"]:
        say(f"{place['place']:>7}  {place['name']}")
    say(f"\n{result['events']} events; tournament {result['tournament_id']}")
    if result["replay"] is not None:
        say(verdict(result["replay"]))


async def _there(file: Any, url: str) -> dict[str, Any]:
    async with _client(url, os.environ.get("PALIO_TOKEN")) as client:
        return await _played(client, file)


async def _here(file: Any) -> dict[str, Any]:
    from bootstrap.serving import listening, served

    async with opened(PALIO_DEMO=True, PALIO_HOST="127.0.0.1") as (settings, services):
        if settings.environment == "production":
            raise Refused("this would play in production's log: give --url, and a token in PALIO_TOKEN")
        listener = listening("127.0.0.1", 0)
        async with (
            served(settings, services, listener),
            _client(f"http://127.0.0.1:{listener.getsockname()[1]}", None) as client,
        ):
            result = await _played(client, file)
        return {**result, "replay": await replayed(services)}


async def _played(client: Any, file: Any) -> dict[str, Any]:
    from play.player import Player

    with progress("Playing") as advance:
        played = await Player(client, file, advance).play()
    return {
        "tournament_id": played.tournament,
        "places": played.places,
        "events": played.events,
        "replay": None,
        "brackets": played.brackets,
        "tables": played.tables,
    }


@asynccontextmanager
async def _client(url: str, token: str | None) -> AsyncIterator[Any]:
    import httpx

    from bootstrap.errors import Unreachable
    from play.client import checked

    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
        if token is None:
            try:
                answer = await client.post("/api/demo/organiser/")
            except httpx.TransportError as failure:
                raise Unreachable(f"{url} does not answer: {failure}") from None
            if answer.status_code == 404:
                raise Refused(f"{url} has no demo organisers: set PALIO_TOKEN to an organiser's access token")
            token = checked(answer)["access"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client
