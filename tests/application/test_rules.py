"""The rules of an evening, each as one sentence."""

from uuid import uuid4

import msgspec
import pytest

from application.actor import VISITOR
from application.authorization import TABLE, Standing, allowed
from application.commands import accounts, brackets, matches, registrations, tournaments
from application.handlers import HANDLERS
from domain import errors
from domain.ids import account_id, entry_list_id
from domain.values import GameScore
from tests.support.evening import Evening, names


async def enter(evening: Evening, *entrants: str) -> list:
    """Entrants added by staff; their registrations."""
    added = []
    for name in entrants:
        stated = await evening.send(registrations.AddEntrant(tournament=evening.tournament, name=name))
        added.append(next(f.originator_id for f in stated if f.TOPIC.startswith("Registration")))
    return added


async def step(evening: Evening, *commands: type) -> None:
    for command in commands:
        await evening.send(command(tournament=evening.tournament))


async def test_a_name_is_entered_once_whatever_its_letter_case() -> None:
    evening = await Evening().created()
    await enter(evening, "Ann")
    with pytest.raises(errors.DuplicateEntry):
        await enter(evening, " ANN ")


async def test_who_withdrew_comes_back_at_the_end_of_the_line() -> None:
    evening = await Evening().created(capacity=2)
    ann, _, cat = await enter(evening, "Ann", "Ben", "Cat")
    await evening.send(registrations.Withdraw(registration=ann))
    assert evening.now(cat).status == "registered"

    await enter(evening, "Ann")

    assert evening.now(ann).status == "waitlisted"


async def test_more_capacity_moves_the_waitlist_in_order() -> None:
    evening = await Evening().created(capacity=2)
    added = await enter(evening, "Ann", "Ben", "Cat", "Dan", "Eve")
    wider = msgspec.structs.replace(evening.now(evening.tournament).definition, capacity=4)

    await evening.send(tournaments.ChangeDefinition(tournament=evening.tournament, definition=wider))

    assert [evening.now(id_).status for id_ in added] == ["registered"] * 4 + ["waitlisted"]


async def test_capacity_never_shrinks_once_registration_has_opened() -> None:
    evening = await Evening().created(capacity=8)
    smaller = msgspec.structs.replace(evening.now(evening.tournament).definition, capacity=4)
    with pytest.raises(errors.InvalidDefinition):
        await evening.send(tournaments.ChangeDefinition(tournament=evening.tournament, definition=smaller))


@pytest.mark.parametrize("field", ["format", "fee_minor", "slug"])
async def test_what_entrants_signed_up_for_is_frozen(field: str) -> None:
    evening = await Evening().created(currency="EUR")
    other = {"format": "single-elimination ", "fee_minor": 500, "slug": "other"}[field]
    changed = msgspec.structs.replace(evening.now(evening.tournament).definition, **{field: other})
    with pytest.raises((errors.FieldFrozen, errors.InvalidDefinition)):
        await evening.send(tournaments.ChangeDefinition(tournament=evening.tournament, definition=changed))


async def test_once_live_only_words_and_links_may_change() -> None:
    evening = await Evening().live(2)
    now = evening.now(evening.tournament).definition
    worded = msgspec.structs.replace(now, rules="Be kind.")
    stated = await evening.send(
        tournaments.ChangeDefinition(tournament=evening.tournament, definition=worded)
    )
    assert names(stated) == ["Tournament.DefinitionChanged"]
    longer = msgspec.structs.replace(worded, best_of=3)
    with pytest.raises(errors.FieldFrozen):
        await evening.send(tournaments.ChangeDefinition(tournament=evening.tournament, definition=longer))


async def test_cancelling_ends_every_registration_in_the_same_breath() -> None:
    evening = await Evening().created(capacity=2)
    added = await enter(evening, "Ann", "Ben", "Cat")
    stated = await evening.send(
        tournaments.CancelTournament(tournament=evening.tournament, reason="The hall is flooded.")
    )
    assert names(stated).count("Registration.Cancelled") == 3
    assert {evening.now(id_).status for id_ in added} == {"cancelled"}


async def test_a_completed_tournament_is_not_cancelled() -> None:
    evening = await Evening().live(2)
    final = evening.bracket.match_id(1)
    await evening.send(matches.ForfeitMatch(match=final, side=0))
    with pytest.raises(errors.WrongStatus):
        await evening.send(tournaments.CancelTournament(tournament=evening.tournament, reason="Too late."))


async def test_who_did_not_check_in_is_left_out_of_the_draw() -> None:
    evening = await Evening().created()
    ann, ben, cat = await enter(evening, "Ann", "Ben", "Cat")
    await step(evening, tournaments.CloseRegistration, tournaments.OpenCheckIn)
    for registration in (ann, cat):
        await evening.send(registrations.CheckIn(registration=registration))
    await step(evening, brackets.GenerateBracket)

    assert evening.bracket.seeds == [ann, cat]
    assert evening.now(ben).status == "dropped"


async def test_check_in_is_taken_only_while_it_is_open() -> None:
    evening = await Evening().created()
    (ann,) = await enter(evening, "Ann")
    with pytest.raises(errors.CheckInClosed):
        await evening.send(registrations.CheckIn(registration=ann))


async def test_a_bracket_needs_the_minimum_of_entrants() -> None:
    evening = await Evening().created(minimum_entrants=3)
    await enter(evening, "Ann", "Ben")
    await step(evening, tournaments.CloseRegistration)
    with pytest.raises(errors.TooFewEntrants):
        await step(evening, brackets.GenerateBracket)


async def test_seeds_change_until_the_draw_is_final_and_name_everyone_once() -> None:
    evening = await Evening().created()
    ann, ben, cat = await enter(evening, "Ann", "Ben", "Cat")
    await step(evening, tournaments.CloseRegistration, brackets.GenerateBracket)
    for wrong in ([ann, ben], [ann, ann, cat], [ann, ben, uuid4()]):
        with pytest.raises(errors.InvalidSeeds):
            await evening.send(brackets.ChangeSeeds(tournament=evening.tournament, seeds=wrong))
    await evening.send(brackets.ChangeSeeds(tournament=evening.tournament, seeds=[cat, ben, ann]))
    await step(evening, brackets.FinalizeBracket)
    assert evening.match(2).sides == [cat, None]
    with pytest.raises(errors.BracketNotReady):
        await evening.send(brackets.ChangeSeeds(tournament=evening.tournament, seeds=[ann, ben, cat]))


async def test_an_unfinalized_bracket_is_finalized_again_with_matches_of_its_own() -> None:
    evening = await Evening().created()
    await enter(evening, "Ann", "Ben")
    await step(evening, tournaments.CloseRegistration, brackets.GenerateBracket, brackets.FinalizeBracket)
    before = evening.bracket.match_id(1)
    await step(evening, brackets.UnfinalizeBracket, brackets.FinalizeBracket, tournaments.StartTournament)
    assert evening.bracket.match_id(1) != before
    assert evening.match(1).status == "ready"


async def test_after_a_double_forfeit_the_next_opponent_walks_over() -> None:
    evening = await Evening().live(4)
    await evening.send(matches.ForfeitBoth(match=evening.bracket.match_id(1)))
    stated = await evening.send(matches.ForfeitMatch(match=evening.bracket.match_id(2), side=1))

    assert "Match.WalkedOver" in names(stated)
    assert evening.status == "completed"
    places = sorted((placing.low, placing.high) for placing in evening.bracket.places.values())
    assert places == [(1, 1), (3, 4), (3, 4), (3, 4)]


async def test_two_reports_that_agree_are_a_result_and_two_that_differ_wait_for_staff() -> None:
    evening = await Evening().created(capacity=2)
    players = [await evening.player(handle) for handle in ("ann", "ben")]
    for player, name in zip(players, ("Ann", "Ben"), strict=True):
        entry = registrations.Register(tournament=evening.tournament, account=player.account, name=name)
        await evening.send(entry, player)
    await step(
        evening,
        tournaments.CloseRegistration,
        brackets.GenerateBracket,
        brackets.FinalizeBracket,
        tournaments.StartTournament,
    )
    final = evening.bracket.match_id(1)
    await evening.send(matches.StartMatch(match=final))
    mine, theirs = [GameScore([2, 0])], [GameScore([0, 2])]
    await evening.send(matches.ReportResult(match=final, games=mine), players[0])
    await evening.send(matches.ReportResult(match=final, games=theirs), players[1])
    assert evening.match(1).status == "reported"
    with pytest.raises(errors.NothingReported):
        await evening.send(matches.RuleResult(match=final))

    stated = await evening.send(matches.ReportResult(match=final, games=mine), players[1])

    assert "Match.ResultConfirmed" in names(stated)
    assert evening.status == "completed"


async def test_a_player_forfeits_only_the_own_side() -> None:
    evening = await Evening().created(capacity=2)
    player = await evening.player("ann")
    entry = registrations.Register(tournament=evening.tournament, account=player.account, name="Ann")
    await evening.send(entry, player)
    await enter(evening, "Ben")
    for command in (tournaments.CloseRegistration, brackets.GenerateBracket, brackets.FinalizeBracket):
        await step(evening, command)
    await step(evening, tournaments.StartTournament)
    final = evening.bracket.match_id(1)
    with pytest.raises(errors.NotASide):
        await evening.send(matches.ForfeitMatch(match=final, side=1), player)
    await evening.send(matches.ForfeitMatch(match=final, side=0), player)
    assert evening.match(1).winner == 1


async def test_the_last_owner_stays_and_staff_do_what_their_role_allows() -> None:
    evening = await Evening().created()
    referee = await evening.player("referee")
    assert referee.account is not None
    appoint = tournaments.AppointStaff(tournament=evening.tournament, account=referee.account, role="referee")
    await evening.send(appoint)
    await evening.send(registrations.AddEntrant(tournament=evening.tournament, name="Ann"), referee)
    with pytest.raises(errors.Forbidden):
        await evening.send(tournaments.CloseRegistration(tournament=evening.tournament), referee)
    with pytest.raises(errors.LastOwner):
        await evening.send(
            tournaments.DismissStaff(tournament=evening.tournament, account=account_id("organiser"))
        )


async def test_an_entry_is_no_new_version_of_the_tournament() -> None:
    evening = await Evening().created()
    before = evening.now(evening.tournament).version
    await enter(evening, "Ann")
    assert evening.now(evening.tournament).version == before
    assert evening.now(entry_list_id(evening.tournament)).version == 2


def test_only_commands_in_the_table_come_from_outside_and_none_is_without_a_handler() -> None:
    by_policy = {command.__name__ for command in HANDLERS if command not in TABLE}
    assert by_policy == {
        "AdvanceBracket",
        "CancelRegistrations",
        "CompleteTournament",
        "PromoteRegistration",
        "SettleSide",
    }
    assert not set(TABLE) - set(HANDLERS)


def test_a_spectator_may_open_an_account_change_its_password_and_nothing_else() -> None:
    standing = Standing(role="SPECTATOR", staff="owner", owns=True)
    allowed_to = [command.__name__ for command in TABLE if allowed(command, standing)]
    assert allowed_to == ["OpenAccount", "ChangeCredential"]


async def test_an_account_opens_as_a_player_and_only_an_admin_or_the_operator_raises_it() -> None:
    evening = Evening()
    ann = await evening.player("ann")
    ben = await evening.player("ben", "ADMIN")
    assert ann.account is not None
    assert evening.now(ann.account).role == "PLAYER"
    raise_ann = accounts.GrantRole(account=ann.account, role="ORGANIZER", reason="runs the club")
    for nobody in (ann, VISITOR):
        with pytest.raises((errors.Forbidden, errors.SignInRequired)):
            await evening.send(raise_ann, nobody)
    assert names(await evening.send(raise_ann, ben)) == ["Account.RoleGranted"]


async def test_what_follows_from_a_fact_is_stored_after_it() -> None:
    evening = await Evening().live(2)
    stated = await evening.send(matches.ForfeitMatch(match=evening.bracket.match_id(1), side=0))
    assert names(stated) == [
        "Match.Forfeited",
        "Bracket.Advanced",
        "Bracket.Completed",
        "Tournament.Completed",
    ]
