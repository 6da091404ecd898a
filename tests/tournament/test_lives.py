"""What each life allows: every decision in every state leads on, states nothing, or is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.bracket.bracket import Bracket
from domain.entry.entry_list import EntryList
from domain.entry.refusals import TournamentFull
from domain.entry.registration import Registration
from domain.formats.elimination.single_elimination import draw
from domain.formats.stages import Stage
from domain.kernel.refusals import Refusal
from domain.match.ended import Ended
from domain.match.match import Match
from domain.match.score import GameScore
from domain.tournament.definition import Definition
from domain.tournament.tournament import Tournament

ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TO_NIL, NIL_TO = [GameScore([1, 0])], [GameScore([0, 1])]

SINGLE = Stage()

Decide = Callable[[Any], object]


def won(winner: UUID, loser: UUID) -> Ended:
    return Ended([winner, loser], TO_NIL, 0, "played")


def tournament() -> Tournament:
    return Tournament(id=CAT, definition=Definition(name="Open", slug="open"), owner=ANN)


def registration() -> Registration:
    submitted = {"tournament": BEN, "account": ANN, "name": "Ann", "answers": {}}
    return Registration(id=CAT, **submitted, waitlisted=True, override=False)


def bracket() -> Bracket:
    drawn = {"seeds": [ANN, BEN, CAT], "matches": draw(3).matches}
    return Bracket(id=ANN, tournament=CAT, best_of=1, **drawn, stage=1, played_as=SINGLE)


def match() -> Match:
    return Match(
        id=CAT, tournament=CAT, bracket=CAT, number=1, round=1, name="Final", best_of=1, level=False, seats=2
    )


# How each state is reached, from the one before it or from the very beginning.
STATES: dict[Callable[[], Any], dict[str, Decide]] = {
    tournament: {
        "draft": lambda one: None,
        "published": lambda one: one.publish(),
        "registration_open": lambda one: (walk(one, "published"), one.open_registration()),
        "registration_closed": lambda one: (walk(one, "registration_open"), one.close_registration()),
        "check_in": lambda one: (walk(one, "registration_closed"), one.open_check_in()),
        "seeded": lambda one: (walk(one, "registration_closed"), one.seed()),
        "live": lambda one: (walk(one, "seeded"), one.start()),
        "completed": lambda one: (walk(one, "live"), one.complete([])),
        "cancelled": lambda one: one.cancel("rain"),
        "archived": lambda one: one.archive(),
    },
    registration: {
        "waitlisted": lambda one: None,
        "registered": lambda one: one.promote(),
        "checked_in": lambda one: (walk(one, "registered"), one.check_in(by_staff=True)),
        "withdrawn": lambda one: one.withdraw(None),
        "disqualified": lambda one: one.disqualify("abuse"),
        "dropped": lambda one: (walk(one, "registered"), one.drop()),
        "cancelled": lambda one: one.cancel(),
    },
    bracket: {
        "drawn": lambda one: None,
        "finalized": lambda one: one.finalize([ANN, BEN, CAT], SINGLE, draw(3).matches),
        "played": lambda one: (walk(one, "finalized"), one.advance(1, won(BEN, CAT))),
        "completed": lambda one: (walk(one, "played"), one.advance(2, won(ANN, BEN))),
    },
    match: {
        "scheduled": lambda one: None,
        "ready": lambda one: (one.settle_side(0, ANN), one.settle_side(1, BEN)),
        "live": lambda one: (walk(one, "ready"), one.start()),
        "reported": lambda one: (walk(one, "live"), one.report(0, TO_NIL)),
        "completed": lambda one: (walk(one, "reported"), one.confirm(1)),
        "void": lambda one: one.void(),
    },
}

# What each decision comes to: a status, a code, or nothing; "else" is every state not named.
LIVES: dict[Callable[[], Any], list[tuple[str, Decide, str]]] = {
    tournament: [
        ("publish", lambda one: one.publish(), "draft: published, published: nothing, else: refused"),
        (
            "open registration",
            lambda one: one.open_registration(),
            "published registration_closed: registration_open, registration_open: nothing, else: refused",
        ),
        (
            "close registration",
            lambda one: one.close_registration(),
            "registration_open: registration_closed, registration_closed: nothing, else: refused",
        ),
        (
            "open check-in",
            lambda one: one.open_check_in(),
            "registration_closed: check_in, check_in: nothing, else: refused",
        ),
        (
            "draw",
            lambda one: one.seed(),
            "registration_closed check_in: seeded, seeded: nothing, else: refused",
        ),
        ("start", lambda one: one.start(), "seeded: live, live: nothing, else: refused"),
        ("complete", lambda one: one.complete([]), "live: completed, completed: nothing, else: refused"),
        (
            "cancel",
            lambda one: one.cancel("rain"),
            "cancelled: nothing, completed archived: refused, else: cancelled",
        ),
        (
            "archive",
            lambda one: one.archive(),
            "draft completed cancelled: archived, archived: nothing, else: refused",
        ),
        ("restore", lambda one: one.restore(), "archived: draft, draft: nothing, else: refused"),
    ],
    registration: [
        (
            "submit again",
            lambda one: one.submit_again("Ann", {}, waitlisted=False, override=False),
            "waitlisted registered checked_in: duplicate_entry, else: registered",
        ),
        ("promote", lambda one: one.promote(), "waitlisted: registered, else: nothing"),
        (
            "withdraw",
            lambda one: one.withdraw(None),
            "withdrawn: nothing, disqualified dropped cancelled: not_entered, else: withdrawn",
        ),
        (
            "disqualify",
            lambda one: one.disqualify("abuse"),
            "disqualified: nothing, withdrawn dropped cancelled: not_entered, else: disqualified",
        ),
        (
            "reinstate",
            lambda one: one.reinstate("a mistake"),
            "withdrawn disqualified: registered, registered checked_in: nothing, else: not_entered",
        ),
        (
            "check in",
            lambda one: one.check_in(by_staff=True),
            "registered: checked_in, checked_in: nothing, else: not_entered",
        ),
        (
            "undo check-in",
            lambda one: one.undo_check_in(),
            "checked_in: registered, registered: nothing, else: not_entered",
        ),
        ("drop", lambda one: one.drop(), "registered: dropped, else: nothing"),
        ("cancel", lambda one: one.cancel(), "waitlisted registered checked_in: cancelled, else: nothing"),
    ],
    bracket: [
        (
            "draw again",
            lambda one: one.regenerate(SINGLE, [CAT, BEN, ANN], draw(3).matches, None),
            "drawn: drawn, else: bracket_status",
        ),
        (
            "draw the same again",
            lambda one: one.regenerate(SINGLE, [ANN, BEN, CAT], draw(3).matches, None),
            "drawn: nothing, else: bracket_status",
        ),
        (
            "change seeds",
            lambda one: one.change_seeds([CAT, BEN, ANN]),
            "drawn: drawn, else: bracket_status",
        ),
        (
            "finalize",
            lambda one: one.finalize([CAT, BEN, ANN], SINGLE, draw(3).matches),
            "drawn: finalized, completed: bracket_status, else: nothing",
        ),
        (
            "finalize without somebody",
            lambda one: one.finalize([ANN, BEN], SINGLE, draw(3).matches),
            "drawn: bracket_outdated, completed: bracket_status, else: nothing",
        ),
        (
            "finalize another best-of",
            lambda one: one.finalize([ANN, BEN, CAT], Stage(best_of=3), draw(3).matches),
            "drawn: bracket_outdated, completed: bracket_status, else: nothing",
        ),
        (
            "unfinalize",
            lambda one: one.unfinalize(None),
            "drawn: nothing, finalized: drawn, else: bracket_status",
        ),
        (
            "advance",
            lambda one: one.advance(1, won(CAT, BEN)),
            "drawn: bracket_status, finalized: finalized, else: nothing",
        ),
    ],
    match: [
        (
            "schedule",
            lambda one: one.schedule(NOON, "Table 1"),
            "scheduled: scheduled, ready: ready, live: live, reported: reported, else: match_status",
        ),
        ("start", lambda one: one.start(), "ready: live, live: nothing, else: match_status"),
        ("report", lambda one: one.report(1, NIL_TO), "live reported: reported, else: match_status"),
        (
            "report the same",
            lambda one: one.report(0, TO_NIL),
            "live: reported, reported completed: nothing, else: match_status",
        ),
        (
            "confirm",
            lambda one: one.confirm(1),
            "live: nothing_reported, reported: completed, completed: nothing, else: match_status",
        ),
        (
            "confirm the own report",
            lambda one: one.confirm(0),
            "live: nothing_reported, reported: own_report, completed: nothing, else: match_status",
        ),
        ("rule", lambda one: one.rule(NIL_TO), "live reported: completed, else: match_status"),
        (
            "rule what was reported",
            lambda one: one.rule(None),
            "live: nothing_reported, reported: completed, completed: nothing, else: match_status",
        ),
        (
            "forfeit",
            lambda one: one.forfeit(0, "forfeit", None),
            "ready live reported: completed, else: match_status",
        ),
        (
            "award a walkover",
            lambda one: one.award_walkover(1, "late"),
            "ready live reported: completed, else: match_status",
        ),
        (
            "forfeit what is lost",
            lambda one: one.forfeit(1, "forfeit", None),
            "ready live reported: completed, completed: nothing, else: match_status",
        ),
        (
            "award what is won",
            lambda one: one.award_walkover(0, "late"),
            "ready live reported: completed, completed: nothing, else: match_status",
        ),
        (
            "forfeit for both",
            lambda one: one.forfeit_both(None),
            "ready live reported: completed, else: match_status",
        ),
        ("void", lambda one: one.void(), "void: nothing, else: void"),
    ],
}


def walk(one: Any, state: str) -> None:
    next(states for make, states in STATES.items() if make.__name__ == type(one).__name__.lower())[state](one)


def outcome(text: str, state: str) -> str:
    """What the line says of one state."""
    lines = [line.split(": ") for line in text.split(", ")]
    said = {named: came_to for states, came_to in lines for named in states.split()}
    return said.get(state, said["else"]).replace("refused", "tournament_status")


CASES = [
    pytest.param(make, state, decide, outcome(text, state), id=f"{name}: {make.__name__} {state}")
    for make, decisions in LIVES.items()
    for name, decide, text in decisions
    for state in STATES[make]
]


@pytest.mark.parametrize(("make", "state", "decide", "expected"), CASES)
def test_a_decision_leads_on_states_nothing_or_is_refused(
    make: Callable[[], Any], state: str, decide: Decide, expected: str
) -> None:
    one = make()
    walk(one, state)
    one.collect_events()
    try:
        decide(one)
        came_to = one.status if one.pending_events else "nothing"
    except Refusal as refusal:
        came_to = refusal.code
    assert came_to == expected


def test_an_override_goes_above_capacity_but_not_above_the_largest_draw() -> None:
    entries = EntryList(tournament=CAT, capacity=2)
    for number in range(1, 4097):
        entries.enter(UUID(int=number), override=True)
    entries.enter(UUID(int=4096), override=True)
    with pytest.raises(TournamentFull) as refused:
        entries.enter(UUID(int=4097), override=True)
    assert refused.value.code == "tournament_full"


@pytest.mark.parametrize("status", STATES[tournament])
def test_a_tournament_is_hidden_until_it_was_published(status: str) -> None:
    one, shown = tournament(), tournament()
    walk(one, status)
    assert one.hidden == (status in ("draft", "cancelled", "archived"))
    shown.publish()
    shown.cancel("rain")
    assert not shown.hidden
    shown.archive()
    assert not shown.hidden


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_restored_tournament_is_what_it_was(status: str) -> None:
    one = tournament()
    walk(one, status)
    one.archive()
    one.restore()
    assert one.status == status
