"""The read side of games."""

from projections.game.lines import LINES
from projections.game.projector import VIEW
from projections.kernel.view import Subject

SUBJECT = Subject(name="game", views=(VIEW,), lines=LINES)
