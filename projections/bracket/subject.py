"""The read side of brackets."""

from projections.bracket.lines import LINES
from projections.bracket.projector import VIEW
from projections.kernel.view import Subject

SUBJECT = Subject(name="bracket", views=(VIEW,), lines=LINES)
