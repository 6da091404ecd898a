"""`palio demo`: a tournament to watch, played on by a bot."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bootstrap.errors import Different, Interrupted
from cli.common.output import Json, document, note, progress, say, verdict
from cli.common.running import replayed, run

if TYPE_CHECKING:
    from api.kernel.services import Services

INTERVAL = 30.0
"""Seconds in which one may look at how an edition ended."""


def demo(
    players: Annotated[int, typer.Option(help="How many play, 2 to 128.", min=2, max=128)] = 16,
    speed: Annotated[str, typer.Option(help="1 is an event every two to four seconds; 10; max.")] = "1",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on, or the next that is free.", min=1, max=65535)
    ] = None,
    headless: Annotated[bool, typer.Option("--headless", help="Open no browser.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Forget the demo there was.")] = False,
    until_complete: Annotated[
        bool, typer.Option("--until-complete", help="End with the tournament, after a replay of its events.")
    ] = False,
    json: Json = False,
) -> None:
    """Serve a tournament that a bot plays on, and after it the next, until Ctrl-C.

    It has a log of its own, in `demo` under PALIO_HOME, and goes on there where it stopped. With --json it
    says each tournament's addresses in one document a line, and what a replay found in the last.
    """
    bot = _Demo(players, _speed(speed), headless, until_complete, json)
    if (found := run(bot.run(port, reset))) is not None and not found["equal"]:
        raise Different


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    with suppress(ValueError):
        if 0 < (speed := float(text)) < 1_000_000:
            return speed
    raise typer.BadParameter("a number above 0, such as 1 or 10, or max", param_hint="--speed")


class _Demo:
    """One run of the command."""

    def __init__(
        self, players: int, speed: float | None, headless: bool, until_complete: bool, json: bool
    ) -> None:
        self._players = players
        self._speed = speed
        self._browser = not headless
        self._until_complete = until_complete
        self._json = json

    async def run(self, port: int | None, reset: bool) -> dict[str, Any] | None:
        """Until it is complete, where that is asked for, or someone ends it; what a replay found."""
        me: Any = asyncio.current_task()
        for wanted in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(wanted, me.cancel)
        try:
            return await self._served(port, reset)
        except asyncio.CancelledError:
            if self._until_complete:
                raise Interrupted from None
            return None

    async def _served(self, port: int | None, reset: bool) -> dict[str, Any]:
        from bootstrap.container import services
        from bootstrap.jobs.working import working
        from bootstrap.logging import configure
        from bootstrap.serving import served
        from demo.home import free, own_log, settled

        configure("warning")
        asked = settled(port)
        listener = free(asked.host, asked.port)
        settings = asked.model_copy(update={"port": listener.getsockname()[1]})
        with listener:
            async with (
                own_log(settings, empty=reset) as url,
                services(settings, url) as made,
                working(settings, url, made),
                served(settings, made, listener),
            ):
                if settings.port != asked.port:
                    note(f"Port {asked.port} is taken: the demo is at {settings.origin}")
                return await self._played(made)

    async def _played(self, made: "Services") -> dict[str, Any]:
        import httpx

        from demo.bot import Bot
        from demo.cast import Cast
        from demo.edition import Editions
        from play.client import Client

        async with httpx.AsyncClient(base_url=made.rules.origin, timeout=30, trust_env=False) as http:
            client, cast = Client(http), Cast(made)
            await cast.assemble()
            while True:
                with progress("Seeding") as advance:
                    edition = await Editions(client, cast, advance).latest(self._players)
                bot = Bot(client, cast, edition.tournament, self._speed)
                await bot.begin()
                await self._tell(made, edition)
                status = await bot.play()
                note(f"{edition.name} is {status}.")
                if self._until_complete:
                    return await self._ended(made, edition.tournament, status)
                note(f"The next one begins in {INTERVAL:.0f} seconds.")
                await asyncio.sleep(INTERVAL)

    async def _tell(self, made: "Services", edition: Any) -> None:
        from demo.links import addresses

        found = addresses(made, edition)
        if self._json:
            document(found)
        else:
            say(f"\n{found['name']}: {found['page']}\n")
            for role, link in found["links"].items():
                say(f"{role:>10}  {link}")
            say("\nA bot plays it on. Ctrl-C ends the demo; the next one goes on where this one stopped.")
        if self._browser:
            self._browser = False
            await asyncio.to_thread(_open, found["page"])

    async def _ended(self, made: "Services", tournament: str, status: str) -> dict[str, Any]:
        found = await replayed(made)
        if self._json:
            document({"tournament_id": tournament, "status": status, "replay": found})
        else:
            say(verdict(found))
        return found


def _open(page: str) -> None:
    """In the browser, where there is a screen; what goes wrong is the browser's to say."""
    import webbrowser

    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        with suppress(webbrowser.Error, OSError):
            webbrowser.open(page)
