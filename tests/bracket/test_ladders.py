"""On a ladder whoever wins a challenge moves up, until the season is over."""

from application.bracket.commands import Challenge, ConcludeStage, DrawRound
from application.entry.commands import Withdraw
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import did, fact, given, live
from tests.support.staging import in_names, staged


def test_on_a_ladder_who_wins_a_challenge_moves_up() -> None:
    told = given(live("A", "B", "C", "D", **staged(Stage(format="ladder", reach=2))))
    challenge = {"registration": "D", "challenged": told.evening.registration("B")}
    told.when(Challenge, **challenge).then(
        fact("Bracket.RoundDrawn", round=1), "Match.Created", "Match.SideSettled", "Match.SideSettled"
    )
    told.when(Challenge, **challenge).refused("challenge_refused")
    run(told.evening.play(1))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A")).refused(
        "challenge_refused", problem="3 places further up are more than 2"
    )
    told.when(DrawRound).refused("no_more_rounds")
    told.when(ConcludeStage, reason="the season is over").then("Bracket.Completed", "Tournament.Completed")
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "D", "B", "C"]


def test_nobody_challenges_outside_a_ladder_or_after_leaving_it() -> None:
    plain = given(live("A", "B", "C"))
    plain.when(Challenge, registration="C", challenged=plain.evening.registration("A")).refused(
        "challenge_refused"
    )
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))), did(Withdraw, registration="A"))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A")).refused(
        "challenge_refused"
    )
