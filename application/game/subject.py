"""The write side of games, as a menu."""

from application.game import commands, handlers
from application.kernel.authorization import Rule, anyone
from application.kernel.subject import Subject, all_of, decided_by
from domain.game.game import Game

SUBJECT = Subject(
    name="game",
    commands=all_of(
        Rule("ADMIN", anyone),
        {
            commands.AddGame: handlers.add_game,
            commands.ChangeGame: decided_by(Game.change),
            commands.RetireGame: decided_by(Game.retire),
            commands.RestoreGame: decided_by(Game.restore),
        },
    ),
    questions={
        "see games": Rule("SPECTATOR", anyone),
        "see the game's facts": Rule("ADMIN", anyone),
    },
)
