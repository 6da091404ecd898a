"""The read side of accounts."""

from projections.account.lines import LINES
from projections.account.projector import VIEW
from projections.kernel.view import Subject

SUBJECT = Subject(name="account", views=(VIEW,), lines=LINES)
