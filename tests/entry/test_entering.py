"""Who enters, who waits, and who leaves."""

from datetime import timedelta
from uuid import UUID

import pytest

from application.bracket.commands import FinalizeBracket, GenerateBracket
from application.entry.commands import AddEntrant, CheckIn, Register, Withdraw
from application.tournament.commands import (
    AppointStaff,
    CancelTournament,
    ChangeDefinition,
    CloseRegistration,
    OpenCheckIn,
    OpenRegistration,
)
from domain.tournament.questions import CustomField
from tests.support.evening import NOON
from tests.support.given import closed, did, drafted, drawn, entered, fact, given, taking_entries

HOUR = timedelta(hours=1)
WINDOW = {"registration_opens_at": NOON, "registration_closes_at": NOON + HOUR}
ASKED = {"fields": [CustomField("Age", "number", required=True), CustomField("Club", "text")]}
SUBMITTED = ("EntryList.PlaceTaken", "Registration.Submitted")


def test_a_player_enters_while_registration_is_open() -> None:
    (
        given(taking_entries())
        .when(Register, name="Ann", by="ann")
        .then("EntryList.PlaceTaken", fact("Registration.Submitted", of="ann", waitlisted=False))
    )


@pytest.mark.parametrize("before", [drafted(), closed()])
def test_a_player_does_not_enter_before_or_after(before: list) -> None:
    given(before).when(Register, name="Ann").refused("registration_closed")


def test_entries_taken_again_are_taken() -> None:
    given(closed(), did(OpenRegistration)).when(Register, name="Ann", by="ann").then(*SUBMITTED)


@pytest.mark.parametrize("early", [timedelta(0), HOUR - timedelta.resolution])
def test_a_player_enters_inside_the_window(early: timedelta) -> None:
    given(taking_entries(**WINDOW)).when(Register, name="Ann", by="ann", at=NOON + early).then(*SUBMITTED)


@pytest.mark.parametrize("late", [-timedelta.resolution, HOUR])
@pytest.mark.parametrize("command", [Register, AddEntrant])
def test_nobody_enters_outside_the_window_without_an_override(late: timedelta, command: type) -> None:
    given(taking_entries(**WINDOW)).when(command, name="Ann", at=NOON + late).refused("registration_closed")


def test_staff_override_the_window() -> None:
    given(taking_entries(**WINDOW)).when(AddEntrant, name="Ann", override=True, at=NOON + HOUR).then(
        *SUBMITTED
    )


def test_staff_override_closed_registration_until_the_draw_is_final() -> None:
    given(closed()).when(AddEntrant, name="Ann", override=True).then(
        "EntryList.PlaceTaken", fact("Registration.Submitted", of="Ann", override=True)
    )
    final = [*drawn("Ann", "Ben"), *did(FinalizeBracket)]
    given(final).when(AddEntrant, name="Cat", override=True).refused("registration_closed")
    given(drawn("Ann", "Ben")).when(AddEntrant, name="Cat").refused("registration_closed")


@pytest.mark.parametrize("hidden", [drafted(), taking_entries(visibility="private")])
def test_a_hidden_tournament_is_not_there_for_a_stranger_who_would_enter(hidden: list) -> None:
    given(hidden).when(Register, name="Ann", by="ann").refused("not_found", what="tournament")


def test_staff_and_whoever_was_in_before_may_enter_a_private_tournament() -> None:
    private = did(ChangeDefinition, definition={"visibility": "private"})
    staff = did(AppointStaff, account="ben", role="desk")
    before = given(taking_entries(), entered("ann"), did(Withdraw, registration="ann"), staff, private)
    before.when(Register, name="Ann", by="ann").then("Registration.Resubmitted", "EntryList.PlaceTaken")
    before.when(Register, name="Ben", by="ben").then(*SUBMITTED)


def test_nobody_enters_what_does_not_exist_or_for_somebody_else() -> None:
    given().when(Register, name="Ann", by="ann").refused("not_found", what="tournament")
    given(taking_entries()).when(Register, name="Ann", account="ben", by="ann").refused("forbidden")
    given(taking_entries()).when(Register, name="Ann", account="ben", by="visitor").refused(
        "sign_in_required"
    )


@pytest.mark.parametrize(
    ("answers", "field"), [({}, "Age"), ({"Age": "old"}, "Age"), ({"Age": "7", "?": "!"}, "?")]
)
def test_a_players_answers_are_checked(answers: dict[str, str], field: str) -> None:
    given(taking_entries(**ASKED)).when(Register, name="Ann", answers=answers, by="ann").refused(
        "answer_invalid", field=field
    )


def test_staff_may_leave_out_what_is_required_but_not_answer_nonsense() -> None:
    given(taking_entries(**ASKED)).when(AddEntrant, name="Ann").then(*SUBMITTED)
    given(taking_entries(**ASKED)).when(AddEntrant, name="Ann", answers={"Age": "old"}).refused(
        "answer_invalid"
    )


def test_who_comes_back_answers_again() -> None:
    first = did(Register, name="Ann", answers={"Age": "7"}, by="ann")
    before = given(taking_entries(**ASKED), first, did(Withdraw, registration="ann", by="ann"))
    before.when(Register, name="Ann", by="ann").refused("answer_invalid", field="Age")
    before.when(Register, name="Ann", answers={"Age": "8", "Club": " "}, by="ann").then(
        "EntryList.PlaceTaken", fact("Registration.Resubmitted", of="ann", answers={"Age": "8"})
    )


def test_nobody_enters_twice_whatever_the_letter_case_also_not_from_the_waitlist() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat", "dan"))
    full.when(AddEntrant, name=" ANN ").refused("duplicate_entry", name=" ANN ")
    full.when(AddEntrant, name="cat", override=True).refused("duplicate_entry")
    full.when(Register, name="Dan", by="dan").refused("duplicate_entry")


def test_beyond_capacity_entrants_wait() -> None:
    given(taking_entries(capacity=2), entered("Ann", "Ben")).when(AddEntrant, name="Cat").then(
        "EntryList.Queued", fact("Registration.Submitted", of="Cat", waitlisted=True)
    )


def test_an_override_goes_above_capacity_and_past_the_waitlist() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat"))
    full.when(AddEntrant, name="Dan", override=True).then(*SUBMITTED).entries(
        Cat="waitlisted", Dan="registered"
    )


def test_a_withdrawal_moves_the_longest_waiting_up() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat", "Dan"))
    full.when(Withdraw, registration="Ann").then(
        fact("Registration.Withdrawn", of="Ann", previous="registered"),
        "EntryList.Left",
        "EntryList.PlaceTaken",
        fact("Registration.Promoted", of="Cat"),
    )
    full.when(Withdraw, registration="Ann").then()
    full.entries(Ann="withdrawn", Ben="registered", Cat="registered", Dan="waitlisted")


def test_above_capacity_a_withdrawal_moves_nobody_up() -> None:
    full = given(
        taking_entries(capacity=2), entered("Ann", "Ben", "Cat"), did(AddEntrant, name="Dan", override=True)
    )
    full.when(Withdraw, registration="Ann").then("Registration.Withdrawn", "EntryList.Left")


def test_a_withdrawal_from_the_waitlist_keeps_the_others_in_order() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat", "Dan", "Eve"))
    full.when(Withdraw, registration="Cat").then("Registration.Withdrawn", "EntryList.Left")
    full.when(Withdraw, registration="Ann").entries(Cat="withdrawn", Dan="registered", Eve="waitlisted")


def test_who_withdrew_comes_back_at_the_end_of_the_line() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat"), did(Withdraw, registration="Ann"))
    full.when(AddEntrant, name="Ann").then("EntryList.Queued", "Registration.Resubmitted").entries(
        Ann="waitlisted"
    )


def test_nobody_else_withdraws_a_player() -> None:
    given(taking_entries(), entered("ann")).when(Withdraw, registration="ann", by="ben").refused("forbidden")


def test_until_the_draw_is_final_a_withdrawal_moves_the_longest_waiting_up() -> None:
    full = given(drawn("Ann", "Ben", "Cat", capacity=2))
    full.when(Withdraw, registration="Ann").then(
        "Registration.Withdrawn", "EntryList.Left", "EntryList.PlaceTaken", "Registration.Promoted"
    )
    full.entries(Ann="withdrawn", Ben="registered", Cat="registered")


def test_once_the_draw_is_final_an_entrant_forfeits_and_who_waits_may_still_leave() -> None:
    final = given(drawn("Ann", "Ben", "Cat", capacity=2), did(FinalizeBracket))
    final.when(Withdraw, registration="Ann").refused("forfeit_instead")
    final.when(Withdraw, registration="Cat").then("Registration.Withdrawn", "EntryList.Left")


def test_who_was_dropped_comes_late_and_is_let_in_again() -> None:
    here = [act for name in ("Ann", "Ben") for act in did(CheckIn, registration=name)]
    late = given(closed("Ann", "Ben", "Cat"), did(OpenCheckIn), here, did(GenerateBracket))
    late.when(Withdraw, registration="Cat").refused("not_entered", status="dropped")
    late.when(AddEntrant, name="Cat", override=True).then("Registration.Resubmitted")
    late.entries(Cat="registered")


def test_more_capacity_moves_the_waitlist_in_order() -> None:
    full = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat", "Dan", "Eve"))
    full.when(ChangeDefinition, definition={"capacity": 4}).then(
        "Tournament.DefinitionChanged",
        "EntryList.CapacityChanged",
        "EntryList.PlaceTaken",
        "EntryList.PlaceTaken",
        fact("Registration.Promoted", of="Cat"),
        fact("Registration.Promoted", of="Dan"),
    )
    full.entries(Dan="registered", Eve="waitlisted")


def test_a_promotion_after_registration_closed_is_a_promotion_too() -> None:
    full = given(closed("Ann", "Ben", "Cat", capacity=2))
    full.when(Withdraw, registration="Ann").entries(Cat="registered")


@pytest.mark.parametrize("step", [CloseRegistration, GenerateBracket])
def test_cancelling_ends_every_registration_in_the_same_breath(step: type) -> None:
    steps = {
        CloseRegistration: did(CloseRegistration),
        GenerateBracket: did(CloseRegistration) + did(GenerateBracket),
    }
    before = given(taking_entries(capacity=2), entered("Ann", "Ben", "Cat"), steps[step])
    before.when(CancelTournament, reason="The hall is flooded.").then(
        fact("Tournament.Cancelled", reason="The hall is flooded."), *["Registration.Cancelled"] * 3
    )
    before.entries(Ann="cancelled", Ben="cancelled", Cat="cancelled")


def test_who_withdrew_stays_withdrawn_when_the_tournament_is_cancelled() -> None:
    before = given(taking_entries(), entered("Ann", "Ben"), did(Withdraw, registration="Ann"))
    before.when(CancelTournament, reason="rain").entries(Ann="withdrawn", Ben="cancelled")


def test_an_entry_is_no_new_version_of_the_tournament() -> None:
    before = given(taking_entries())
    version = before.evening.now(before.evening.tournament).version
    before.when(AddEntrant, name="Ann")
    assert before.evening.now(before.evening.tournament).version == version


def test_a_registration_there_is_not_is_not_found() -> None:
    given(taking_entries()).when(Withdraw, registration=UUID(int=1)).refused("not_found", what="registration")
