"""What organisers do: define a tournament, change it, lead it through its life, and choose who helps."""

from typing import Any
from uuid import UUID

import pytest

from application.bracket.commands import (
    ChangeSeeds,
    FinalizeBracket,
    RegenerateBracket,
    SwapSeeds,
    UnfinalizeBracket,
)
from application.entry.commands import AddEntrant
from application.match.commands import (
    AwardWalkover,
    ConfirmResult,
    ForfeitBoth,
    ForfeitMatch,
    RecordNoShow,
    ReportResult,
    RuleResult,
    ScheduleMatch,
    StartMatch,
)
from application.tournament.commands import (
    AppointStaff,
    ArchiveTournament,
    CancelTournament,
    ChangeDefinition,
    CloseRegistration,
    CreateTournament,
    DismissStaff,
    OpenCheckIn,
    OpenRegistration,
    PublishTournament,
    RestoreTournament,
    StartTournament,
)
from domain.tournament.questions import CustomField
from tests.support.evening import NOON
from tests.support.given import closed, did, drafted, drawn, fact, given, live, taking_entries

CHECKING_IN = [*closed("Ann", "Ben"), *did(OpenCheckIn)]
OVER = [*live("Ann", "Ben"), *did(ForfeitMatch, match=1, side=0)]
LATER: dict[str, list] = {
    "registration_open": taking_entries(),
    "registration_closed": closed(),
    "check_in": CHECKING_IN,
    "seeded": drawn("Ann", "Ben"),
    "live": live("Ann", "Ben"),
    "completed": OVER,
}
# Something else for every field there is.
OTHER: dict[str, Any] = {
    "name": "Other",
    "slug": "other",
    "third_place": True,
    "best_of": 3,
    "capacity": 128,
    "minimum_entrants": 3,
    "fee_minor": 500,
    "prize_minor": 500,
    "currency": "EUR",
    "registration_opens_at": NOON,
    "registration_closes_at": NOON,
    "check_in_opens_at": NOON,
    "check_in_closes_at": NOON,
    "starts_at": NOON,
    "rules": "Be kind.",
    "visibility": "unlisted",
    "fields": [CustomField("Club", "text")],
    "streams": ["https://example.org"],
    "banner": "https://example.org",
}
ALWAYS = {"name", "rules", "streams", "banner"}
UNTIL_THE_DRAW = ALWAYS | {
    *("third_place", "best_of", "capacity", "minimum_entrants", "prize_minor", "visibility"),
    *(
        "registration_opens_at",
        "registration_closes_at",
        "check_in_opens_at",
        "check_in_closes_at",
        "starts_at",
    ),
}


OF_THE_DRAW = ("third_place", "best_of")


def changed(field: str) -> dict[str, Any]:
    """The field, and the currency an amount needs."""
    return {field: OTHER[field]}


def test_a_tournament_is_created_with_its_entry_list_and_once() -> None:
    before = given()
    before.when(CreateTournament, definition={"capacity": 8}).then(
        "Tournament.Created", fact("EntryList.Opened", capacity=8)
    )
    before.when(CreateTournament, definition={"capacity": 8}).then()


def test_only_an_organizer_creates_a_tournament_and_only_an_own_one() -> None:
    given().when(CreateTournament, definition={}, by="ann").refused("forbidden")
    given().when(CreateTournament, definition={}, owner="ann").refused("forbidden")
    given().when(CreateTournament, definition={}, by="visitor", owner="ann").refused("sign_in_required")


def test_a_definition_that_contradicts_itself_is_refused_at_first_and_later() -> None:
    given().when(CreateTournament, definition={"best_of": 2}).refused("invalid_definition", field="best_of")
    given(drafted()).when(ChangeDefinition, definition={"best_of": 2}).refused("invalid_definition")


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("before", [drafted(), [*drafted(), *did(PublishTournament)]])
def test_before_registration_opens_everything_may_change(before: list, field: str) -> None:
    given(before).when(ChangeDefinition, definition={"currency": "GBP", **changed(field)}, reason="so").then(
        fact("Tournament.DefinitionChanged", reason="so"),
        *(["EntryList.CapacityChanged"] if field == "capacity" else []),
    )


@pytest.mark.parametrize("field", OTHER)
@pytest.mark.parametrize("status", LATER)
def test_what_may_change_narrows(status: str, field: str) -> None:
    may = {"seeded": ALWAYS | set(OF_THE_DRAW), "live": ALWAYS, "completed": ALWAYS}.get(
        status, UNTIL_THE_DRAW
    )
    before = given(drafted(currency="GBP"), LATER[status][1:])
    before.when(ChangeDefinition, definition=changed(field))
    if field in may:
        before.then(
            "Tournament.DefinitionChanged", *(["EntryList.CapacityChanged"] if field == "capacity" else [])
        )
    else:
        before.refused("field_frozen", field=field, status=status)


@pytest.mark.parametrize("field", OF_THE_DRAW)
def test_a_final_draw_holds_its_part_of_the_definition(field: str) -> None:
    final = given(drawn("Ann", "Ben"), did(FinalizeBracket))
    final.when(ChangeDefinition, definition=changed(field)).refused("field_frozen", status="seeded")
    final.when(UnfinalizeBracket).when(ChangeDefinition, definition=changed(field)).then(
        "Tournament.DefinitionChanged"
    )


def test_the_same_definition_is_no_change() -> None:
    given(taking_entries()).when(ChangeDefinition, definition={}).then()


def test_capacity_shrinks_only_before_registration_has_opened() -> None:
    given(drafted()).when(ChangeDefinition, definition={"capacity": 4}).then(
        "Tournament.DefinitionChanged", "EntryList.CapacityChanged"
    )
    given(taking_entries()).when(ChangeDefinition, definition={"capacity": 4}).refused(
        "invalid_definition", field="capacity"
    )


@pytest.mark.parametrize(
    ("before", "command", "topic"),
    [
        (drafted(), PublishTournament, "Tournament.Published"),
        ([*drafted(), *did(PublishTournament)], OpenRegistration, "Tournament.RegistrationOpened"),
        (taking_entries(), CloseRegistration, "Tournament.RegistrationClosed"),
        (closed(), OpenRegistration, "Tournament.RegistrationOpened"),
        (closed(), OpenCheckIn, "Tournament.CheckInOpened"),
        ([*drawn("Ann", "Ben"), *did(FinalizeBracket)], StartTournament, "Tournament.Started"),
        (OVER, ArchiveTournament, "Tournament.Archived"),
        ([*OVER, *did(ArchiveTournament)], RestoreTournament, "Tournament.Restored"),
    ],
)
def test_every_step_of_a_life_is_a_command_that_is_satisfied_once(
    before: list, command: type, topic: str
) -> None:
    told = given(before)
    told.when(command).then(topic)
    told.when(command).then()


@pytest.mark.parametrize("command", [CloseRegistration, OpenCheckIn, StartTournament, RestoreTournament])
def test_a_step_out_of_turn_is_refused(command: type) -> None:
    told = given(drafted(), did(PublishTournament))
    told.when(command).refused("tournament_status", status="published")


@pytest.mark.parametrize("status", [status for status in LATER if status != "completed"])
def test_a_tournament_is_cancelled_from_every_state_before_completed(status: str) -> None:
    before = given(LATER[status])
    before.when(CancelTournament, reason="rain")
    assert before.evening.facts.by_stream[before.evening.tournament][-1].previous == status
    assert before.evening.status == "cancelled"
    before.when(CancelTournament, reason="snow").then()


def test_what_is_completed_or_archived_is_not_cancelled() -> None:
    given(OVER).when(CancelTournament, reason="rain").refused("tournament_status", status="completed")
    given(OVER, did(ArchiveTournament)).when(CancelTournament, reason="rain").refused("tournament_status")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (ScheduleMatch, {"starts_at": NOON}),
        (StartMatch, {}),
        (ReportResult, {"games": "0-1", "by": "ben"}),
        (ConfirmResult, {"by": "ben"}),
        (RuleResult, {"games": "1-0"}),
        (ForfeitMatch, {"side": 0}),
        (RecordNoShow, {"side": 0}),
        (AwardWalkover, {"side": 0, "reason": "late"}),
        (ForfeitBoth, {}),
    ],
)
def test_in_a_cancelled_tournament_nothing_is_played(command: type, fields: dict[str, Any]) -> None:
    reported = did(StartMatch, match=1) + did(ReportResult, match=1, games="1-0", by="ann")
    called_off = given(live("ann", "ben"), reported, did(CancelTournament, reason="rain"))
    called_off.when(command, match=1, **fields).refused("tournament_status", status="cancelled")


def test_in_a_cancelled_tournament_nobody_is_added_and_no_draw_becomes_final() -> None:
    called_off = given(drawn("Ann", "Ben"), did(CancelTournament, reason="rain"))
    called_off.when(AddEntrant, name="Cat", override=True).refused("registration_closed")
    called_off.when(SwapSeeds, entrant="Ben", seed=1).refused("tournament_status", status="cancelled")
    called_off.when(ChangeSeeds, seeds=["Ben", "Ann"]).refused("tournament_status")
    called_off.when(RegenerateBracket, seeds=["Ben", "Ann"]).refused("tournament_status")
    called_off.when(FinalizeBracket).refused("tournament_status")


def test_matches_that_are_not_decided_end_with_the_tournament_that_is_cancelled() -> None:
    playing = given(live("Ann", "Ben", "Cat"), did(ForfeitMatch, match=1, side=0))
    playing.when(CancelTournament, reason="rain").then(
        "Tournament.Cancelled", *["Registration.Cancelled"] * 3, fact("Match.Voided", previous="ready")
    )
    assert [match.status for match in playing.evening.matches()] == ["completed", "void"]


def test_staff_are_appointed_given_another_role_and_dismissed() -> None:
    before = given(drafted())
    before.when(AppointStaff, account="ann", role="desk").then(
        fact("Tournament.StaffAppointed", account="ann", role="desk", previous=None)
    )
    before.when(AppointStaff, account="ann", role="desk").then()
    before.when(AppointStaff, account="ann", role="referee").then(
        fact("Tournament.StaffAppointed", role="referee", previous="desk")
    )
    before.when(DismissStaff, account="ann").then(
        fact("Tournament.StaffDismissed", account="ann", previous="referee")
    )
    before.when(DismissStaff, account="ann").then()


def test_the_last_owner_stays_the_owner() -> None:
    alone = given(drafted())
    alone.when(DismissStaff, account="organiser").refused("last_owner")
    alone.when(AppointStaff, account="organiser", role="desk").refused("last_owner")
    alone.when(AppointStaff, account="ann", role="owner").then("Tournament.StaffAppointed")
    alone.when(DismissStaff, account="organiser", by="ann").then("Tournament.StaffDismissed")
    alone.when(DismissStaff, account="ann", by="ann").refused("last_owner")


def test_staff_have_an_account_and_a_role_there_is() -> None:
    given(drafted()).when(AppointStaff, account=UUID(int=1), role="desk").refused("not_found", what="account")
    given(drafted()).when(AppointStaff, account="ann", role="king").refused(
        "invalid_definition", field="role"
    )


@pytest.mark.parametrize(
    ("role", "code"), [("organiser", None), ("referee", "forbidden"), ("desk", "forbidden")]
)
def test_who_is_dismissed_may_no_more_and_a_role_may_what_it_may(role: str, code: str | None) -> None:
    before = given(taking_entries(), did(AppointStaff, account="ann", role=role))
    before.when(AddEntrant, name="Ben", by="ann").then("EntryList.PlaceTaken", "Registration.Submitted")
    before.when(CloseRegistration, by="ann")
    before.refused(code) if code else before.then("Tournament.RegistrationClosed")
    before.when(CancelTournament, reason="x", by="ann").refused("forbidden")
    before.when(DismissStaff, account="ann").when(AddEntrant, name="Cat", by="ann").refused("forbidden")


def test_of_a_draft_a_stranger_learns_nothing_also_not_by_naming_himself() -> None:
    given(drafted()).when(PublishTournament, by="ann").refused("not_found", what="tournament")
    given(drafted()).when(AppointStaff, account="ann", role="owner", by="ann").refused("not_found")
    given(drafted()).when(PublishTournament, by="admin").then("Tournament.Published")


def test_a_tournament_there_is_not_is_not_found() -> None:
    given().when(PublishTournament, by="admin").refused("not_found", what="tournament")
