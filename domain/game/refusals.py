"""Refusals of games."""

from domain.kernel.refusals import Refusal


class DuplicateGame(Refusal):
    """The slug is taken."""

    code, template = "game_exists", "A game with the slug {slug} exists."


class GameRetired(Refusal):
    """A retired game takes no new tournaments."""

    code, template = "game_retired", "{title} is retired."
