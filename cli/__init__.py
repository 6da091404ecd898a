"""`palio`: the command line. Each command imports what it needs when it runs, so that help is quick."""

import sys

from cli.common.exits import guarded


def main() -> None:
    """Run the command that was asked for; the exit code says how it ended."""
    sys.exit(guarded(_run))


def _run() -> None:
    from cli.commands import app

    app(prog_name="palio")
