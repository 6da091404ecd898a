"""What happens in a match, and what follows from it in the bracket."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from application.bracket.commands import FinalizeBracket
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
from application.tournament.commands import AppointStaff
from tests.support.given import did, drawn, fact, given, live, score

EIGHT = datetime(2026, 11, 24, 20, tzinfo=UTC)
FINAL = [*live("ann", "ben"), *did(StartMatch, match=1)]
REPORTED = [*FINAL, *did(ReportResult, match=1, games="2-0", by="ann")]
THE_END = ("Bracket.Advanced", "Bracket.Completed", "Tournament.Completed")
ON = ("Bracket.Advanced", "Match.SideSettled")


def test_a_match_starts_once_and_only_in_a_live_tournament() -> None:
    ready = given(drawn("ann", "ben"), did(FinalizeBracket))
    ready.when(StartMatch, match=1).refused("tournament_status", needed="live")
    begun = given(live("ann", "ben"))
    begun.when(StartMatch, match=1).then("Match.Started")
    begun.when(StartMatch, match=1).then()


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (ForfeitMatch, {"side": 0}),
        (RecordNoShow, {"side": 0}),
        (AwardWalkover, {"side": 0, "reason": "late"}),
        (ForfeitBoth, {}),
        (RuleResult, {"games": "1-0"}),
        (ReportResult, {"games": "1-0", "by": "ann"}),
        (ConfirmResult, {"by": "ann"}),
    ],
)
def test_nothing_is_decided_before_the_tournament_is_live(command: type, fields: dict) -> None:
    ready = given(drawn("ann", "ben"), did(FinalizeBracket))
    ready.when(command, match=1, **fields).refused("tournament_status", needed="live")


def test_a_match_is_scheduled_once_the_draw_is_final() -> None:
    ready = given(drawn("ann", "ben"), did(FinalizeBracket))
    ready.when(ScheduleMatch, match=1, starts_at=EIGHT).then("Match.Scheduled")


def test_a_match_waits_for_its_sides() -> None:
    given(live("Ann", "Ben", "Cat")).when(StartMatch, match=2).refused("match_status", status="scheduled")


def test_a_match_is_scheduled_before_its_sides_are_known_and_moved() -> None:
    early = given(live("Ann", "Ben", "Cat"))
    early.when(ScheduleMatch, match=2, starts_at=EIGHT).then(
        fact("Match.Scheduled", starts_at=EIGHT, previous=None, station=None)
    )
    early.when(ScheduleMatch, match=2, starts_at=EIGHT).then()
    early.when(ScheduleMatch, match=2, starts_at=EIGHT, station="Table 1").then(
        fact("Match.Scheduled", starts_at=EIGHT, previous=EIGHT, station="Table 1")
    )


def test_a_result_counts_once_the_other_side_confirms_it() -> None:
    reported = given(FINAL)
    reported.when(ReportResult, match=1, games="2-0", by="ann").then(fact("Match.ResultReported", side=0))
    reported.when(ConfirmResult, match=1, by="ann").refused("own_report")
    reported.when(ConfirmResult, match=1, by="ben").then(
        fact("Match.ResultConfirmed", games="2-0", winner=0, by="side"), *THE_END
    )
    reported.when(ConfirmResult, match=1, by="ben").then()


def test_reporting_the_same_is_confirming_it() -> None:
    given(REPORTED).when(ReportResult, match=1, games="2-0", by="ben").then(
        "Match.ResultReported", fact("Match.ResultConfirmed", winner=0, by="side"), *THE_END
    )


def test_reports_that_differ_wait_for_staff() -> None:
    differing = given(REPORTED)
    differing.when(ReportResult, match=1, games="0-2", by="ben").then("Match.ResultReported")
    differing.when(RuleResult, match=1).refused("reports_differ")
    differing.when(RuleResult, match=1, games="0-2").then(
        fact("Match.ResultConfirmed", winner=1, by="staff", previous=score("0-2")), *THE_END
    )
    differing.when(RuleResult, match=1, games="0-2").then()


def test_a_side_corrects_its_report_while_nobody_agreed() -> None:
    once = given(REPORTED)
    once.when(ReportResult, match=1, games="2-1", by="ann").then(
        fact("Match.ResultReported", games="2-1", previous=score("2-0"))
    )
    once.when(ReportResult, match=1, games="2-1", by="ann").then()


def test_staff_confirm_the_only_report() -> None:
    given(REPORTED).when(RuleResult, match=1).then(
        fact("Match.ResultConfirmed", games="2-0", winner=0, by="staff"), *THE_END
    )


def test_there_is_nothing_to_confirm_before_a_report() -> None:
    given(FINAL).when(ConfirmResult, match=1, by="ann").refused("nothing_reported")
    given(FINAL).when(RuleResult, match=1).refused("nothing_reported")


@pytest.mark.parametrize(("games", "code"), [("2-0", "result_incomplete"), ("1-1 2-0 2-0", "result_invalid")])
@pytest.mark.parametrize(("command", "by"), [(ReportResult, "ann"), (RuleResult, "organiser")])
def test_a_result_decides_the_match(command: type, by: str, games: str, code: str) -> None:
    three = given(live("ann", "ben", best_of=3), did(StartMatch, match=1))
    three.when(command, match=1, games=games, by=by).refused(code)
    three.when(command, match=1, games="2-0 0-1 3-2", by=by)
    assert three.evening.match(1).status in ("reported", "completed")


@pytest.mark.parametrize(("command", "fields"), [(ReportResult, {"games": "1-0"}), (ConfirmResult, {})])
def test_only_a_side_speaks_for_it(command: type, fields: dict) -> None:
    given(REPORTED).when(command, match=1, by="cat", **fields).refused("forbidden")
    given(REPORTED).when(command, match=1, by="visitor", **fields).refused("sign_in_required")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (RuleResult, {"games": "1-0"}),
        (AwardWalkover, {"side": 0, "reason": "x"}),
        (ForfeitBoth, {}),
        (RecordNoShow, {"side": 1}),
    ],
)
def test_what_staff_rule_no_side_does(command: type, fields: dict) -> None:
    given(REPORTED).when(command, match=1, by="ann", **fields).refused("forbidden")


def test_a_player_forfeits_only_the_own_side_and_staff_either() -> None:
    given(FINAL).when(ForfeitMatch, match=1, side=1, by="ann").refused("not_a_side")
    given(FINAL).when(ForfeitMatch, match=1, side=0, by="ann").then(
        fact("Match.Forfeited", side=0, kind="forfeit"), *THE_END
    )
    given(FINAL).when(ForfeitMatch, match=1, side=1, reason="ill").then(
        fact("Match.Forfeited", side=1, reason="ill"), *THE_END
    )


def test_a_referee_who_plays_does_not_forfeit_for_the_opponent() -> None:
    given(FINAL, did(AppointStaff, account="ann", role="referee")).when(
        ForfeitMatch, match=1, side=1, by="ann"
    ).refused("not_a_side")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (RuleResult, {"games": "2-0"}),
        (RecordNoShow, {"side": 1}),
        (AwardWalkover, {"side": 0, "reason": "late"}),
        (ForfeitBoth, {}),
    ],
)
@pytest.mark.parametrize("handle", ["ann", "admin"])
def test_staff_who_play_a_match_leave_the_ruling_to_others(
    command: type, fields: dict[str, Any], handle: str
) -> None:
    staff = did(AppointStaff, account="ann", role="owner")
    playing = given(live(handle, "ben"), staff, did(StartMatch, match=1))
    playing.when(command, match=1, by=handle, **fields).refused("own_match")
    playing.when(command, match=1, **fields)
    assert playing.evening.match(1).status == "completed"


def test_who_did_not_come_loses_and_the_other_goes_on() -> None:
    four = given(live("Ann", "Ben", "Cat", "Dan"))
    four.when(RecordNoShow, match=1, side=0).then(fact("Match.Forfeited", side=0, kind="no_show"), *ON)
    four.when(RecordNoShow, match=1, side=0).then()
    assert four.evening.match(3).sides == [four.evening.registration("Dan"), None]


def test_a_walkover_sends_a_side_through() -> None:
    four = given(live("Ann", "Ben", "Cat", "Dan"))
    four.when(AwardWalkover, match=1, side=1, reason="late").then(
        fact("Match.WalkedOver", winner=1, reason="late"), *ON
    )
    four.when(AwardWalkover, match=1, side=1, reason="late").then()


def test_a_double_forfeit_leaves_the_next_opponent_a_walkover() -> None:
    four = given(live("Ann", "Ben", "Cat", "Dan"))
    four.when(ForfeitBoth, match=1).then("Match.DoubleForfeited", *ON)
    four.when(ForfeitBoth, match=1).then()
    four.when(ForfeitMatch, match=2, side=1).then(
        "Match.Forfeited", *ON, fact("Match.WalkedOver", winner=1), *THE_END
    )


def test_what_is_decided_is_not_decided_otherwise() -> None:
    over = given(live("Ann", "Ben"), did(ForfeitMatch, match=1, side=0))
    over.when(ForfeitMatch, match=1, side=1).refused("match_status", status="completed")
    over.when(AwardWalkover, match=1, side=0, reason="x").refused("match_status")
    over.when(ForfeitBoth, match=1).refused("match_status")
    over.when(RuleResult, match=1, games="1-0").refused("match_status")
    over.when(ScheduleMatch, match=1, starts_at=EIGHT).refused("match_status")


def test_a_match_there_is_not_is_not_found() -> None:
    given(live("Ann", "Ben")).when(StartMatch, match=UUID(int=1)).refused("not_found", what="match")


def test_what_follows_from_a_result_is_stored_after_it() -> None:
    given(live("Ann", "Ben")).when(ForfeitMatch, match=1, side=0).then("Match.Forfeited", *THE_END)
