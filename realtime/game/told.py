"""What facts about games become for those who watch: nothing, they happen in no tournament."""

from realtime.kernel.subject import NOBODY, Subject

TOLD = Subject(
    name="game",
    told={"Game.Added": NOBODY, "Game.Changed": NOBODY, "Game.Retired": NOBODY, "Game.Restored": NOBODY},
)
