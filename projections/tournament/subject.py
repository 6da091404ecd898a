"""The read side of tournaments."""

from projections.kernel.view import Subject
from projections.tournament.deadlines.projector import VIEW as DEADLINES
from projections.tournament.lines import LINES
from projections.tournament.projector import VIEW

SUBJECT = Subject(name="tournament", views=(VIEW, DEADLINES), lines=LINES)
