"""Fair play: points that staff record of an entrant separate those who are level in all that comes before."""

from typing import Any

from application.bracket.commands import RecordConduct, ReplaceEntrant
from application.match.commands import RuleResult, StartMatch
from domain.formats.stages import Intake, Stage
from tests.support.given import Told, did, drawn, fact, given, live

FIFA = ["points", "points_difference", "points_scored", "head_to_head", "fair_play", "lots"]
GROUP = Stage(format="round-robin", draws=True, scoring="three_points", tie_breaks=FIFA, again=False)
FINAL = Stage(name="Final", sources=[Intake(stage=1, ranks=[1, 2])])


def played(*results: str, stages: tuple[Stage, ...] = (GROUP,)) -> Told:
    """A group of Colombia, Japan, Poland and Senegal, whose matches ended so: `JPN 0-1 POL`."""
    told = given(live("COL", "JPN", "POL", "SEN", format="stages", stages=list(stages)))
    for result in results:
        one, score, other = result.split()
        first = told.evening.registration(one)
        match = next(
            each
            for each in told.evening.matches()
            if {told.evening.now(side).name for side in each.sides if side} == {one, other}
        )
        goals = score if match.sides[0] == first else score[::-1]
        told.after(did(StartMatch, match=match.number), did(RuleResult, match=match.number, games=goals))
    return told


GROUP_H_2018 = (*("COL 1-2 JPN", "POL 1-2 SEN", "JPN 2-2 SEN", "POL 0-3 COL", "JPN 0-1 POL", "SEN 0-1 COL"),)


def ranked(told: Told) -> list[str]:
    return [told.evening.now(one).name for one in told.evening.bracket.order[0]]


def places(told: Told) -> dict[str, tuple[int, int]]:
    placed = told.evening.bracket.places.values()
    return {told.evening.now(one.entrant).name: (one.low, one.high) for one in placed}


def test_fewer_yellow_cards_take_japan_through_and_not_senegal() -> None:
    """The real group H of 2018; its seeds are turned round, so that nothing else does it."""
    told = played(*GROUP_H_2018[:5])
    told.when(RecordConduct, entrant="JPN", points=-4, reason="four yellow cards").then(
        fact("Bracket.ConductRecorded", points=-4, previous=0)
    )
    told.when(RecordConduct, entrant="SEN", points=-6, reason="six yellow cards")
    told.after(
        did(StartMatch, match=open_match(told)), did(RuleResult, match=open_match(told), games=lost(told))
    )
    assert ranked(told) == ["COL", "JPN", "SEN", "POL"]
    assert places(told)["JPN"] == (2, 2)


def open_match(told: Told) -> int:
    return next(each.number for each in told.evening.matches() if each.status != "completed")


def lost(told: Told) -> str:
    """Senegal loses to Colombia, on whichever side it is."""
    sides = told.evening.match(open_match(told)).sides
    return "0-1" if sides[0] == told.evening.registration("SEN") else "1-0"


def test_after_the_end_the_table_and_the_tournament_are_counted_again() -> None:
    told = played(*GROUP_H_2018)
    told.when(RecordConduct, entrant="JPN", points=-7, reason="seven yellow cards").then(
        "Tournament.Reopened", "Bracket.ConductRecorded", "Bracket.Completed", "Tournament.Completed"
    )
    assert ranked(told) == ["COL", "SEN", "JPN", "POL"]
    told.when(RecordConduct, entrant="JPN", points=-7, reason="again").then()


def test_a_stage_that_is_drawn_from_the_table_is_out_of_date_then() -> None:
    told = played(*GROUP_H_2018, stages=(GROUP, FINAL))
    drawn = list(told.evening.stage(2).seeds)
    told.when(RecordConduct, entrant=out(told, drawn), points=2, reason="the fair play prize")
    assert told.evening.stage(2).seeds == drawn
    assert told.evening.stage(1).order[0][:2] != drawn


def out(told: Told, drawn: list[Any]) -> str:
    return next(name for name in ("JPN", "SEN") if told.evening.registration(name) not in drawn)


def test_it_is_recorded_where_it_breaks_ties_and_of_those_who_play() -> None:
    told = given(live("Ann", "Ben", "Cat", format="stages", stages=[Stage(format="round-robin")]))
    told.when(RecordConduct, entrant="Ann", points=-1, reason="x").refused("conduct_not_counted")
    told.when(RecordConduct, entrant="Zoe", points=-1, reason="x").refused("not_found")


def test_it_is_recorded_in_a_stage_that_there_is_once_it_is_drawn() -> None:
    told = given(live("Ann", "Ben", "Cat", format="stages", stages=[GROUP, FINAL]))
    conduct = {"entrant": "Ann", "points": -1, "reason": "x"}
    told.when(RecordConduct, stage=2, **conduct).refused("bracket_status", status="not drawn yet")
    told.when(RecordConduct, stage=3, **conduct).refused("not_found", what="stage")


def test_nobody_records_the_own() -> None:
    told = given(live("organiser", "ben", format="stages", stages=[GROUP]))
    told.when(RecordConduct, entrant="organiser", points=5, reason="I was fair").refused("own_match")


def test_nobody_who_plays_in_it_records_that_of_the_others() -> None:
    told = given(live("organiser", "ben", format="stages", stages=[GROUP]))
    told.when(RecordConduct, entrant="ben", points=-99, reason="I dislike him").refused("own_match")


def test_points_of_one_who_was_replaced_count_for_nobody() -> None:
    level = Stage(format="round-robin", draws=True, tie_breaks=["points", "fair_play"])
    told = given(live("COL", "JPN", "POL", "SEN", format="stages", stages=[level]))
    told.when(RecordConduct, entrant="SEN", points=-2, reason="two yellow cards")
    told.when(ReplaceEntrant, entrant="SEN", name="SRB", reason="SEN did not come")
    for match in told.evening.matches():
        told.after(did(StartMatch, match=match.number), did(RuleResult, match=match.number, games="1-1"))
    assert set(places(told).values()) == {(1, 4)}


def test_it_is_recorded_once_the_draw_is_final() -> None:
    told = given(drawn("COL", "JPN", "POL", format="stages", stages=[GROUP]))
    told.when(RecordConduct, entrant="JPN", points=-1, reason="x").refused("bracket_status", status="drawn")
