"""The read side of entries."""

from projections.entry.lines import LINES
from projections.entry.projector import VIEW
from projections.kernel.view import Subject

SUBJECT = Subject(name="entry", views=(VIEW,), lines=LINES)
