"""What follows from a tournament's facts by a job: its status follows its windows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from application.kernel.actor import CLOCK
from application.kernel.engine import Engine
from application.kernel.jobs import Arguments, Reaction
from application.kernel.refusals import KeyInUse
from application.kernel.repository import Streams, fold
from application.tournament import commands
from domain.tournament import windows
from domain.tournament.tournament import Tournament
from eventstore.records import Recorded

FOLLOW = "follow_windows"
COMMANDS: Mapping[str, type[commands.TournamentCommand]] = {
    "registration_opens_at": commands.OpenRegistration,
    "registration_closes_at": commands.CloseRegistration,
    "check_in_opens_at": commands.OpenCheckIn,
}


def following(tournament: UUID) -> Arguments:
    """What the job is told; what is to be done it sees for itself."""
    return {"tournament": str(tournament)}


def whose_windows(recorded: Recorded) -> Iterable[Arguments]:
    """The tournament the fact is about."""
    return [following(recorded.originator_id)]


REACTIONS = (
    Reaction(
        FOLLOW,
        on=(
            Tournament.Published,
            Tournament.DefinitionChanged,
            Tournament.RegistrationOpened,
            Tournament.RegistrationClosed,
        ),
        jobs=whose_windows,
        because="The instant that its windows name for the next step may have passed already.",
    ),
)


class Follow:
    """The worker of the job: takes the step whose time has come, in the name of the clock."""

    def __init__(self, engine: Engine, log: Streams, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._log = log
        self._clock = clock

    async def __call__(self, arguments: Arguments) -> None:
        """Decided on the tournament as it is now; where it moves meanwhile the job fails, and looks again.

        The key holds the instant: whoever repeats a step that was taken changes nothing, and an instant that
        was put off is another step.
        """
        tournament = UUID(arguments["tournament"])
        facts = (await self._log.streams({tournament: 0})).get(tournament, ())
        found, now = fold(facts), self._clock()
        if not isinstance(found, Tournament):
            return
        step = windows.next_step(found, opened_at(facts), now)
        if step is not None and step.at <= now:
            key = f"{tournament}/{step.window}/{step.at.isoformat()}"
            command = COMMANDS[step.window](tournament=tournament)
            with suppress(KeyInUse):  # this very step is being taken
                await self._engine.execute(command, CLOCK, key=key, if_match=found.version)


def opened_at(facts: Sequence[Any]) -> datetime | None:
    """When registration was last opened."""
    stamps = (fact.timestamp for fact in facts if isinstance(fact, Tournament.RegistrationOpened))
    return max(stamps, default=None)
