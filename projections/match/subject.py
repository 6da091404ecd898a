"""The read side of matches."""

from projections.kernel.view import Subject
from projections.match.lines import LINES
from projections.match.projector import VIEW

SUBJECT = Subject(name="match", views=(VIEW,), lines=LINES)
