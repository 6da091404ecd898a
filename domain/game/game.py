"""A game tournaments are played in."""

from uuid import UUID

import msgspec

from domain.game.ids import game_id
from domain.kernel.aggregate import Aggregate, CreatedFact, triggers


class GameRules(msgspec.Struct, frozen=True, kw_only=True):
    """How a game is played and scored."""

    title: str
    team_size: int = 1
    score_kind: str = "games"  # games, points, time
    maps: list[str] = []
    result_fields: list[str] = []


class Game(Aggregate):
    """A title with its rules; retired games keep their tournaments and take no new ones."""

    TOPIC = "Game"
    SCOPE = "game"
    KEPT = False

    class Event(Aggregate.Event):
        """Base of the game's facts."""

    class Added(Event, CreatedFact):
        """The game is offered, and its slug is taken for good."""

        TOPIC = "Game.Added"
        slug: str
        rules: GameRules

    class Changed(Event):
        """Other rules are in force."""

        TOPIC = "Game.Changed"
        before: GameRules
        after: GameRules

    class Retired(Event):
        """The game takes no new tournaments."""

        TOPIC = "Game.Retired"

    class Restored(Event):
        """The game takes new tournaments again."""

        TOPIC = "Game.Restored"

    @staticmethod
    def create_id(slug: str) -> UUID:
        """One stream for each slug."""
        return game_id(slug)

    @triggers(Added)
    def __init__(self, slug: str, rules: GameRules) -> None:
        self.slug = slug
        self.rules = rules
        self.active = True

    def change(self, rules: GameRules) -> None:
        """Put other rules in force."""
        if rules != self.rules:
            self._changed(before=self.rules, after=rules)

    def retire(self) -> None:
        """Take no new tournaments."""
        if self.active:
            self._retired()

    def restore(self) -> None:
        """Take new tournaments again."""
        if not self.active:
            self._restored()

    @triggers(Changed)
    def _changed(self, before: GameRules, after: GameRules) -> None:
        self.rules = after

    @triggers(Retired)
    def _retired(self) -> None:
        self.active = False

    @triggers(Restored)
    def _restored(self) -> None:
        self.active = True
