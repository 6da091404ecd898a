"""Who is here, and what becomes of who is not."""

from datetime import timedelta
from uuid import UUID

import pytest

from application.bracket.commands import GenerateBracket
from application.entry.commands import CheckIn, UndoCheckIn, Withdraw
from application.tournament.commands import CloseRegistration, OpenCheckIn
from tests.support.evening import NOON
from tests.support.given import closed, did, drawn, entered, fact, given, taking_entries

HOUR = timedelta(hours=1)
WINDOW = {"check_in_opens_at": NOON, "check_in_closes_at": NOON + HOUR}


def checking_in(*names: str, **definition: object) -> list:
    """Check-in is open."""
    return [*closed(*names, **definition), *did(OpenCheckIn)]


def test_an_entrant_checks_in_alone_and_once() -> None:
    here = given(checking_in("ann"))
    here.when(CheckIn, registration="ann", by="ann").then(
        fact("Registration.CheckedIn", of="ann", by_staff=False)
    )
    here.when(CheckIn, registration="ann", by="ann").then()


def test_staff_check_an_entrant_in_and_take_it_back() -> None:
    here = given(checking_in("ann"))
    here.when(CheckIn, registration="ann").then(fact("Registration.CheckedIn", of="ann", by_staff=True))
    here.when(UndoCheckIn, registration="ann").then(fact("Registration.CheckInUndone", of="ann"))
    here.entries(ann="registered")


def test_a_player_checks_nobody_else_in_and_takes_nothing_back() -> None:
    here = given(checking_in("ann"), did(CheckIn, registration="ann"))
    here.when(CheckIn, registration="ann", by="ben").refused("forbidden")
    here.when(UndoCheckIn, registration="ann", by="ann").refused("forbidden")


@pytest.mark.parametrize("command", [CheckIn, UndoCheckIn])
@pytest.mark.parametrize("before", [[*taking_entries(), *entered("Ann", "Ben")], drawn("Ann", "Ben")])
def test_before_check_in_opens_and_after_the_draw_there_is_none(before: list, command: type) -> None:
    given(before).when(command, registration="Ann").refused("check_in_closed")


@pytest.mark.parametrize("early", [timedelta(0), HOUR - timedelta.resolution])
def test_an_entrant_checks_in_inside_the_window(early: timedelta) -> None:
    here = given(checking_in("ann", **WINDOW))
    here.when(CheckIn, registration="ann", by="ann", at=NOON + early).then("Registration.CheckedIn")


@pytest.mark.parametrize("late", [-timedelta.resolution, HOUR])
def test_outside_the_window_only_staff_check_somebody_in(late: timedelta) -> None:
    here = given(checking_in("ann", **WINDOW))
    here.when(CheckIn, registration="ann", by="ann", at=NOON + late).refused("check_in_closed")
    here.when(CheckIn, registration="ann", at=NOON + late).then("Registration.CheckedIn")


def test_who_waits_does_not_check_in() -> None:
    here = given(checking_in("Ann", "Ben", "Cat", capacity=2))
    here.when(CheckIn, registration="Cat").refused("not_entered", status="waitlisted")


def test_who_moves_up_during_check_in_checks_in() -> None:
    here = given(checking_in("Ann", "Ben", "Cat", capacity=2), did(Withdraw, registration="Ann"))
    here.when(CheckIn, registration="Cat").then("Registration.CheckedIn")


def test_who_did_not_check_in_is_left_out_of_the_draw() -> None:
    here = given(
        checking_in("Ann", "Ben", "Cat"), *(did(CheckIn, registration=name) for name in ("Ann", "Cat"))
    )
    here.when(GenerateBracket).then(
        "Tournament.Seeded",
        fact("Registration.Dropped", of="Ben"),
        fact("Bracket.Generated", seeds=["Ann", "Cat"]),
    )
    here.entries(Ann="checked_in", Ben="dropped")


def test_without_check_in_nobody_is_left_out() -> None:
    given(closed("Ann", "Ben")).when(GenerateBracket).then(
        "Tournament.Seeded", fact("Bracket.Generated", seeds=["Ann", "Ben"])
    )


def test_too_few_who_checked_in_are_no_draw_and_nobody_is_dropped() -> None:
    here = given(checking_in("Ann", "Ben"), did(CheckIn, registration="Ann"))
    here.when(GenerateBracket).refused("too_few_entrants", entrants=1, needed=2).entries(Ben="registered")


def test_check_in_opens_once_registration_has_closed() -> None:
    open_still = given(taking_entries())
    open_still.when(OpenCheckIn).refused("tournament_status", needed="registration_closed")
    open_still.when(CloseRegistration).when(OpenCheckIn).then("Tournament.CheckInOpened")


def test_a_registration_there_is_not_does_not_check_in() -> None:
    given(checking_in()).when(CheckIn, registration=UUID(int=1)).refused("not_found", what="registration")
