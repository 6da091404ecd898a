"""Every command and what it is called."""

import typer

from cli import bench, demo, events, jobs, play, server, tournaments, upkeep, users
from cli.offline import drawing, pairing, standing

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="An event-sourced tournament engine. Settings: docs/reference/settings.md.",
)
app.command()(demo.demo)
app.command()(server.serve)
app.command()(server.gateway)
app.command()(server.worker)
app.command()(play.play)
app.command()(drawing.draw)
app.command()(standing.standings)
app.command()(pairing.pair)
app.command()(upkeep.migrate)
app.command()(upkeep.doctor)
app.command()(upkeep.replay)
app.command()(upkeep.rebuild)
app.command()(bench.bench)
app.add_typer(users.app, name="user")
app.add_typer(tournaments.app, name="tournament")
app.add_typer(events.app, name="events")
app.add_typer(jobs.app, name="jobs")
