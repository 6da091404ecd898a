"""The write side of accounts, as a menu."""

from application.account import commands, handlers
from application.account.roles import role_of
from application.kernel.authorization import Rule, anyone, owner_of_it, owner_or_staff
from application.kernel.subject import Does, Subject, decided_by
from domain.account.account import Account

SUBJECT = Subject(
    name="account",
    commands=(
        Does(command=commands.OpenAccount, by=handlers.open_account, rule=Rule("SPECTATOR", anyone)),
        Does(
            command=commands.ChangeCredential,
            by=decided_by(Account.change_credential),
            rule=Rule("SPECTATOR", owner_of_it),
        ),
        Does(command=commands.GrantRole, by=handlers.grant_role, rule=Rule("ADMIN", anyone)),
    ),
    questions={
        "see the account": Rule("PLAYER", owner_of_it),
        "see the account's facts": Rule("PLAYER", owner_or_staff()),
        "sign in": Rule("SPECTATOR", anyone),
        "try the demo": Rule("SPECTATOR", anyone),
    },
    role_of=role_of,
)
