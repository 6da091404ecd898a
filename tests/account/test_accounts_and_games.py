"""Accounts and the games tournaments are played in."""

from uuid import UUID

import pytest

from application.account.commands import ChangeCredential, GrantRole, OpenAccount
from application.game.commands import AddGame, ChangeGame, RestoreGame, RetireGame
from application.tournament.commands import ChangeDefinition, CreateTournament
from domain.game.game import GameRules
from tests.support.given import did, drafted, fact, given

CHESS, BLITZ = GameRules(title="Chess"), GameRules(title="Chess", score_kind="points")
ADDED = did(AddGame, slug="chess", rules=CHESS, by="admin")
RETIRED = [*ADDED, *did(RetireGame, game="chess", by="admin")]


def test_a_game_is_added_once() -> None:
    before = given()
    before.when(AddGame, slug="chess", rules=CHESS, by="admin").then(
        fact("Game.Added", slug="chess", rules=CHESS)
    )
    before.when(AddGame, slug="chess", rules=BLITZ, by="admin").refused("game_exists", slug="chess")


def test_a_game_changes_its_rules() -> None:
    before = given(ADDED)
    before.when(ChangeGame, game="chess", rules=BLITZ, by="admin").then(
        fact("Game.Changed", before=CHESS, after=BLITZ)
    )
    before.when(ChangeGame, game="chess", rules=BLITZ, by="admin").then()


def test_a_game_is_retired_and_restored() -> None:
    before = given(ADDED)
    before.when(RestoreGame, game="chess", by="admin").then()
    before.when(RetireGame, game="chess", by="admin").then("Game.Retired")
    before.when(RetireGame, game="chess", by="admin").then()
    before.when(RestoreGame, game="chess", by="admin").then("Game.Restored")


@pytest.mark.parametrize("command", [RetireGame, RestoreGame])
def test_only_an_admin_deals_with_games_and_only_with_those_there_are(command: type) -> None:
    given(ADDED).when(command, game="chess").refused("forbidden")
    given().when(command, game="chess", by="admin").refused("not_found", what="game")


def test_a_retired_game_takes_no_new_tournament_and_keeps_those_it_has() -> None:
    given(RETIRED).when(CreateTournament, definition={"game": "chess"}).refused("game_retired", title="Chess")
    given(RETIRED, drafted()).when(ChangeDefinition, definition={"game": "chess"}).refused("game_retired")
    before = given(ADDED, drafted(game="chess"), did(RetireGame, game="chess", by="admin"))
    before.when(ChangeDefinition, definition={"name": "Still chess"}).then("Tournament.DefinitionChanged")


def test_a_restored_game_takes_tournaments_again() -> None:
    before = given(RETIRED, did(RestoreGame, game="chess", by="admin"))
    before.when(CreateTournament, definition={"game": "chess"}).then("Tournament.Created", "EntryList.Opened")


def test_a_tournament_is_not_played_in_a_game_there_is_not() -> None:
    given().when(CreateTournament, definition={"game": "chess"}).refused("not_found", what="game")


def test_anyone_opens_an_account_and_is_a_player() -> None:
    before = given()
    before.when(OpenAccount, handle="zoe", display_name="Zoë", by="visitor").then(
        fact("Account.Opened", handle="zoe", display_name="Zoë", role="PLAYER")
    )
    before.when(OpenAccount, handle="ZOE", display_name="Zoë", by="visitor").refused(
        "handle_taken", handle="ZOE"
    )


def test_only_an_admin_or_the_operator_raises_an_account() -> None:
    before = given()
    for nobody, code in (("ann", "forbidden"), ("organiser", "forbidden"), ("visitor", "sign_in_required")):
        before.when(GrantRole, account="ann", role="ORGANIZER", by=nobody).refused(code)
    before.when(GrantRole, account="ann", role="ORGANIZER", reason="runs the club", by="admin").then(
        fact("Account.RoleGranted", role="ORGANIZER", previous="PLAYER", reason="runs the club")
    )
    before.when(GrantRole, account="ann", role="ORGANIZER", by="admin").then()
    before.when(GrantRole, account="ann", role="PLAYER", by="operator").then("Account.RoleGranted")
    before.when(GrantRole, account="ann", role="KING", by="admin").refused("invalid_definition", field="role")
    before.when(GrantRole, account=UUID(int=1), role="ADMIN", by="admin").refused("not_found", what="account")


def test_only_the_account_itself_changes_its_credential() -> None:
    before = given()
    change = {"account": "ann", "credential": UUID(int=7)}
    before.when(ChangeCredential, **change, by="ben").refused("forbidden")
    before.when(ChangeCredential, **change, by="ann").then(
        fact("Account.CredentialChanged", credential=UUID(int=7))
    )
    before.when(ChangeCredential, **change, by="ann").then()
