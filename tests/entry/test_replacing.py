"""Slot edits: somebody comes in for an entrant who has not played, in a draw that is final."""

from application.bracket.commands import DrawRound, ReplaceEntrant
from application.entry.commands import AddEntrant, Withdraw
from application.match.commands import ForfeitMatch, RecordNoShow, StartMatch
from domain.formats.stages import Stage
from tests.support.evening import run
from tests.support.given import did, fact, given, live
from tests.support.staging import EIGHT, SWISS, better_seeds_win, in_names, paired, staged, won

ENTERED = ("EntryList.PlaceTaken", "Registration.Submitted")


def test_somebody_who_waits_comes_in_for_one_who_has_not_played() -> None:
    told = given(live("A", "B", "C", "D", "E", capacity=4), did(StartMatch, match=1))
    entrant, by = (told.evening.registration(name) for name in ("A", "E"))
    told.when(ReplaceEntrant, entrant=entrant, comer=by, reason="A is ill").then(
        fact("Bracket.SeedsChanged", how="replaced"),
        "Match.Reopened",
        "Match.SideSettled",
        "EntryList.PlaceTaken",
        "Registration.Promoted",
    )
    opening = told.evening.match(1)
    assert in_names(told, opening.sides) == ["E", "D"]
    assert opening.status == "ready"
    for number in (1, 2, 3):
        run(told.evening.play(number))
    places = {told.evening.now(one).name for one in told.evening.bracket.places}
    assert places == {"B", "C", "D", "E"}


def test_nobody_comes_in_for_one_who_has_played_or_twice() -> None:
    told = given(live("A", "B", "C", "D"))
    a, b = (told.evening.registration(name) for name in ("A", "B"))
    told.when(ReplaceEntrant, entrant=a, comer=b, reason="x").refused("slot_taken")
    run(told.evening.play(1))
    played = "the other has played match 1"
    told.when(ReplaceEntrant, entrant=a, name="E", reason="x").refused("slot_taken", problem=played)
    told.when(ReplaceEntrant, entrant=b, name="C", reason="x").refused("slot_taken")


def test_somebody_from_the_door_comes_in_for_one_who_did_not() -> None:
    told = given(live("A", "B", "C", "D"), did(StartMatch, match=1), did(RecordNoShow, match=1, side=1))
    told.when(ReplaceEntrant, entrant="D", name="Walk-in", reason="D did not come").then(
        "Bracket.Rewound",
        fact("Bracket.SeedsChanged", how="replaced"),
        fact("Match.Reopened", previous="completed", sides=[]),
        fact("Match.Reopened", previous="ready", sides=[1]),
        "Match.SideSettled",
        fact("Match.Reopened", sides=[0]),
        "EntryList.PlaceTaken",
        "Registration.Submitted",
    )
    assert in_names(told, told.evening.match(1).sides) == ["A", "Walk-in"]
    for number in (1, 2, 3):
        run(told.evening.play(number))
    assert told.evening.status == "completed"


def test_who_withdrew_is_replaced_and_what_was_lost_by_that_is_played() -> None:
    told = given(live("A", "B", "C", "D", "E", capacity=4), did(Withdraw, registration="D"))
    assert told.evening.match(1).ending == "withdrawn"
    told.when(ReplaceEntrant, entrant="D", comer=told.evening.registration("E"), reason="D is ill")
    assert in_names(told, told.evening.match(1).sides) == ["A", "E"]
    assert told.evening.match(1).status == "ready"
    assert told.evening.match(3).sides == [None, None]


def test_in_a_group_every_match_of_one_who_withdrew_is_played_after_all() -> None:
    told = given(live("A", "B", "C", **staged(Stage(format="round-robin"))), did(Withdraw, registration="C"))
    told.when(ReplaceEntrant, entrant="C", name="Z", reason="C is ill")
    ready = [match.sides for match in told.evening.matches() if match.status == "ready"]
    assert sorted(sorted(in_names(told, sides)) for sides in ready) == [["A", "B"], ["A", "Z"], ["B", "Z"]]


def test_it_is_too_late_once_what_the_absence_led_to_has_begun() -> None:
    told = given(live("A", "B", "C", "D"), did(Withdraw, registration="D"), won(2))
    told.when(StartMatch, match=3)
    told.when(ReplaceEntrant, entrant="D", name="Z", reason="x").refused("slot_taken")


def test_only_in_a_draw_that_is_final_and_not_over() -> None:
    told = given(live("A", "B"), won(1))
    told.when(ReplaceEntrant, entrant="B", name="Z", reason="x").refused("bracket_status", status="completed")


def test_a_swiss_goes_on_without_the_one_who_was_replaced() -> None:
    told = given(live("A", "B", "C", "D", **staged(SWISS)), did(Withdraw, registration="D"))
    told.when(ReplaceEntrant, entrant="D", name="Z", reason="D is ill")
    better_seeds_win(told).when(DrawRound)
    assert "Z" in paired(told)


def test_who_was_replaced_and_comes_back_plays() -> None:
    group = Stage(format="round-robin")
    told = given(live("A", "B", "C", **staged(group)), did(Withdraw, registration="C"))
    told.when(ReplaceEntrant, entrant="C", name="Z", reason="C is ill")
    told.when(AddEntrant, name="C", override=True)
    assert {match.status for match in told.evening.matches()} == {"ready"}


def test_an_absence_does_not_count_again_when_the_same_one_comes_after_all() -> None:
    told = given(live("A", "B", "C", "D"), did(StartMatch, match=1), did(RecordNoShow, match=1, side=1))
    told.when(ReplaceEntrant, entrant="D", name="Z", reason="D did not come")
    back = {"comer": told.evening.registration("D"), "reason": "D came after all"}
    told.when(ReplaceEntrant, entrant="Z", **back)
    assert in_names(told, told.evening.match(1).sides) == ["A", "D"]
    assert told.evening.match(1).status == "ready"


def test_who_gave_a_match_up_has_played_it() -> None:
    told = given(live("A", "B", "C", "D"), did(StartMatch, match=1), did(ForfeitMatch, match=1, side=1))
    told.when(ReplaceEntrant, entrant="D", name="Z", reason="x").refused("slot_taken")


def test_nobody_opens_the_own_match_again() -> None:
    told = given(live("organiser", "ben"), did(StartMatch, match=1))
    told.when(ReplaceEntrant, entrant="organiser", name="Z", reason="I go home").then(
        "Bracket.SeedsChanged", "Match.Reopened", "Match.SideSettled", *ENTERED
    )
    lost = given(live("organiser", "ben", "cat", "dan"), did(Withdraw, registration="organiser"))
    lost.when(ReplaceEntrant, entrant="organiser", name="Z", reason="a friend").refused("own_match")


def test_what_absence_alone_led_to_is_opened_with_it() -> None:
    told = given(live(*EIGHT, format="double-elimination"), did(Withdraw, registration="H"))
    for number in (2, 3, 4):
        run(told.evening.play(number))
    assert told.evening.match(7).ending == "withdrawn"
    told.when(ReplaceEntrant, entrant="H", name="Z", reason="H is ill")
    assert [told.evening.match(number).status for number in (1, 7)] == ["ready", "scheduled"]


def test_who_comes_in_against_one_who_left_wins_at_once() -> None:
    told = given(live("A", "B", "C", "D"), did(Withdraw, registration="D"), did(Withdraw, registration="A"))
    told.when(ReplaceEntrant, entrant="D", name="Z", reason="D is ill")
    first = told.evening.match(1)
    assert (first.ending, in_names(told, [first.sides[first.winner]])) == ("withdrawn", ["Z"])
