"""A result of a table put right moves who stands in it; what was drawn from it waits to be drawn again."""

from typing import Any

from application.bracket.commands import (
    Challenge,
    ConcludeStage,
    FinalizeBracket,
    RegenerateBracket,
    UnfinalizeBracket,
)
from application.entry.commands import Withdraw
from application.match.commands import CorrectResult
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import Told, fact, given, live, score
from tests.support.staging import groups_played, in_names, staged


def second_beats_first(told: Told) -> dict[str, Any]:
    """The result of seeds 1 and 4, who are first and second of group A, the other way round."""
    return the_other_way_round(told, 1, 4)


def the_other_way_round(told: Told, better: int, worse: int) -> dict[str, Any]:
    """The result of two seeds, as the worse one wins it."""
    matches = told.evening.stage(1).matches
    sides = {number: [source.number for source in match.sides] for number, match in matches.items()}
    (meeting,) = [number for number, both in sides.items() if set(both) == {better, worse}]
    return {"match": meeting, "games": "0-1" if sides[meeting] == [better, worse] else "1-0"}


def test_what_a_correction_of_a_table_changes_is_told_first() -> None:
    told = groups_played()
    evening = told.evening
    asked = second_beats_first(told)
    swapped = {"match": evening.match_id(asked["match"]), "games": score(asked["games"])}
    correction = CorrectResult(**swapped, reason="the wrong way round")
    found = run(evening.rehearse(correction))
    changes = [(one["change"], one.get("stage")) for one in found["consequences"]]
    assert ("result", None) in changes
    assert ("ranked", 1) in changes
    assert ("outdated", 2) in changes
    moved = {
        evening.now(one["entrant"]).name: (one["previous"], one["low"], one["high"])
        for one in found["consequences"]
        if one["change"] == "ranked"
    }
    assert moved == {"D": ("2", 1, 1), "A": ("1", 2, 2)}
    placed = [evening.now(one["entrant"]).name for one in found["consequences"] if one["change"] == "placed"]
    assert placed == []
    assert not [one for one in found["consequences"] if one["change"] == "unplaced"]


def test_correcting_and_correcting_back_leaves_the_standings_as_they_were() -> None:
    told = groups_played()
    before = told.evening.stage(1)
    told.when(CorrectResult, match=1, games="0-3", reason="wrong")
    assert told.evening.stage(1).counted != before.counted
    told.when(CorrectResult, match=1, games="1-0", reason="right after all")
    after = told.evening.stage(1)
    assert (after.order, after.places, after.counted) == (before.order, before.places, before.counted)
    told.when(CorrectResult, match=1, games="1-0", reason="once more").then()


def test_a_match_of_a_finished_table_can_be_played_again() -> None:
    told = groups_played()
    told.when(CorrectResult, match=1, reason="the wrong board").then("Match.Reopened", "Bracket.Rewound")
    assert told.evening.stage(1).status == "finalized"
    run(told.evening.play(1))
    assert told.evening.stage(1).status == "completed"


def test_a_corrected_group_leaves_the_drawn_playoffs_until_they_are_drawn_again() -> None:
    told = groups_played()
    correction = second_beats_first(told)
    before = told.evening.stage(2).seeds
    told.when(CorrectResult, **correction, reason="the wrong way round").then(
        "Match.ResultCorrected",
        fact("Bracket.Rewound", undone=[], cleared=[]),
        "Bracket.Counted",
        "Bracket.Completed",
    )
    assert in_names(told, told.evening.stage(1).order[0])[:2] == ["D", "A"]
    assert told.evening.stage(2).seeds == before
    told.when(FinalizeBracket, stage=2)
    told.when(UnfinalizeBracket, stage=2)
    told.when(RegenerateBracket, stage=2).then("Bracket.Regenerated")
    assert told.evening.stage(2).seeds != before


def test_a_final_draw_that_others_would_be_in_by_now_is_not_made_final_again() -> None:
    told = groups_played().when(FinalizeBracket, stage=2)
    correction = the_other_way_round(told, 4, 5)
    told.when(CorrectResult, **correction, reason="the wrong way round")
    told.when(FinalizeBracket, stage=2).refused("bracket_outdated")
    told.when(UnfinalizeBracket, stage=2).when(RegenerateBracket, stage=2).when(FinalizeBracket, stage=2)
    assert in_names(told, told.evening.stage(2).seeds) == ["A", "B", "E", "C"]
    told.when(Withdraw, registration="C").when(FinalizeBracket, stage=2).then()


def test_a_corrected_challenge_changes_the_ladder_as_if_it_had_been_so() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A"))
    run(told.evening.play(1))
    told.when(CorrectResult, match=1, games="0-1", reason="the wrong way round")
    told.when(ConcludeStage, reason="the season is over")
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "B", "C"]


def test_a_stage_that_was_ended_by_hand_stays_so_when_a_result_is_put_right() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="ladder"))))
    told.when(Challenge, registration="C", challenged=told.evening.registration("A"))
    run(told.evening.play(1))
    told.when(ConcludeStage, reason="the season is over")
    told.when(CorrectResult, match=1, games="0-1", reason="the wrong way round")
    assert told.evening.status == "completed"
    assert in_names(told, told.evening.bracket.order[0]) == ["A", "B", "C"]
