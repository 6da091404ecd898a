"""What facts about a tournament become for those who watch."""

from collections.abc import Collection
from uuid import UUID

from domain.entry.ids import registration_of_account
from eventstore.records import Recorded
from projections.kernel.rows import Row
from projections.tournament.projector import VIEW
from realtime.kernel.audiences import either, everyone, own_people, staff
from realtime.kernel.moment import Moment
from realtime.kernel.subject import Subject, Telling
from realtime.tournament.messages import (
    MESSAGES,
    StaffState,
    StaffUpdated,
    TournamentState,
    TournamentUpdated,
)

PAST = {VIEW.name: {"tournament": ("name", "status", "visibility", "published")}}


def line(moment: Moment) -> Row | None:
    """The tournament at that moment; None before there was one."""
    return moment.row(VIEW, "tournament")


def _stands(_: Recorded, moment: Moment) -> TournamentState:
    row = line(moment) or {"name": "", "status": "draft"}
    return TournamentState(row["name"], row["status"])


def _everyone_in_it(_: TournamentState, __: Moment) -> None:
    return None


def _appointed(recorded: Recorded, _: Moment) -> StaffState:
    return StaffState(recorded.event.account, getattr(recorded.event, "role", None))


def _appointee(said: StaffState, moment: Moment) -> Collection[UUID]:
    return [registration_of_account(moment.scope, said.account_id)]


CREATED = Telling(to=staff, message=TournamentUpdated, says=_stands)
UPDATED = Telling(
    to=either(everyone, own_people), message=TournamentUpdated, says=_stands, concerns=_everyone_in_it
)
STAFF_UPDATED = Telling(
    to=either(staff, own_people), message=StaffUpdated, says=_appointed, concerns=_appointee
)
TOLD = Subject(
    name="tournament",
    messages=MESSAGES,
    views=(VIEW,),
    past=PAST,
    told={
        "Tournament.Created": CREATED,
        "Tournament.DefinitionChanged": UPDATED,
        "Tournament.StaffAppointed": STAFF_UPDATED,
        "Tournament.StaffDismissed": STAFF_UPDATED,
        "Tournament.Published": UPDATED,
        "Tournament.RegistrationOpened": UPDATED,
        "Tournament.RegistrationClosed": UPDATED,
        "Tournament.CheckInOpened": UPDATED,
        "Tournament.Seeded": UPDATED,
        "Tournament.Started": UPDATED,
        "Tournament.Completed": UPDATED,
        "Tournament.Reopened": UPDATED,
        "Tournament.Cancelled": UPDATED,
        "Tournament.Archived": UPDATED,
        "Tournament.Restored": UPDATED,
    },
)
