"""The write side of games, as a menu."""

from application.game import commands, handlers
from application.kernel.authorization import Rule, anyone
from application.kernel.subject import Subject, all_of

SUBJECT = Subject(
    name="game",
    commands=all_of(
        Rule("ADMIN", anyone),
        {
            commands.AddGame: handlers.add_game,
            commands.ChangeGame: handlers.change_game,
            commands.RetireGame: handlers.retire_game,
            commands.RestoreGame: handlers.restore_game,
        },
    ),
    questions={"see games": Rule("SPECTATOR", anyone)},
)
