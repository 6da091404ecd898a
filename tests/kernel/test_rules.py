"""What holds for all commands: who may send them, and which only policies state."""

from application.kernel.authorization import Standing
from application.subjects import MENU
from tests.support.given import drafted, given


def test_only_commands_in_the_table_come_from_outside_and_none_is_without_a_handler() -> None:
    by_policy = {command.__name__ for command in MENU.commands if command not in MENU.table}
    assert by_policy == {
        "AdvanceBracket",
        "CancelRegistrations",
        "GoOn",
        "PromoteRegistration",
        "SettleSide",
        "VoidMatches",
    }
    assert not set(MENU.table) - set(MENU.commands)


def test_what_is_not_in_the_table_is_denied_to_everyone() -> None:
    almighty = Standing(role="ADMIN", staff="owner", owns=True, entrant=True)
    assert [
        command for command in MENU.commands if command not in MENU.table and MENU.allowed(command, almighty)
    ] == []
    assert not MENU.allowed("see everything", almighty)


def test_a_spectator_may_open_an_account_change_its_password_and_nothing_else() -> None:
    standing = Standing(role="SPECTATOR", staff="owner", owns=True, entrant=True)
    allowed_to = [command.__name__ for command in MENU.table if MENU.allowed(command, standing)]
    assert allowed_to == ["OpenAccount", "ChangeCredential"]


def test_the_command_of_a_policy_from_outside_is_denied_even_to_an_admin() -> None:
    (completing,) = [command for command in MENU.commands if command.__name__ == "GoOn"]
    given(drafted()).when(completing, by="admin").refused("forbidden")
