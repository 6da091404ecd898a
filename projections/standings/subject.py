"""The read side of places; what the facts they come from are called is said by brackets."""

from projections.kernel.view import Subject
from projections.standings.projector import VIEW

SUBJECT = Subject(name="standings", views=(VIEW,), lines={})
