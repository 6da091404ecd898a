"""The write side of entries, as a menu."""

from application.bracket.commands import ReplaceEntrant
from application.entry import commands, handlers
from application.entry.policies import POLICIES
from application.entry.replacing import replace
from application.kernel.actor import Actor
from application.kernel.authorization import Rule, in_sight, oneself_in_sight, owner_or_staff, staff
from application.kernel.subject import Does, Subject, all_of
from application.kernel.work import Work
from domain.entry.registration import Registration
from domain.tournament.staff import AT_THE_DESK, RULES_ON_PLAY, RUNS


async def whose(registration: Registration, actor: Actor, work: Work) -> bool:
    """Whether the registration is the actor's own."""
    return registration.account is not None and registration.account == actor.account


SUBJECT = Subject(
    name="entry",
    commands=(
        Does(command=commands.Register, by=handlers.register, rule=Rule("PLAYER", oneself_in_sight)),
        Does(command=commands.AddEntrant, by=handlers.add_entrant, rule=Rule("PLAYER", staff(*AT_THE_DESK))),
        Does(command=commands.Withdraw, by=handlers.withdraw, rule=Rule("PLAYER", owner_or_staff(*RUNS))),
        *all_of(
            Rule("PLAYER", staff(*RULES_ON_PLAY)),
            {commands.Disqualify: handlers.disqualify, commands.Reinstate: handlers.reinstate},
        ),
        Does(
            command=commands.CheckIn,
            by=handlers.check_in,
            rule=Rule("PLAYER", owner_or_staff(*AT_THE_DESK)),
        ),
        Does(
            command=commands.UndoCheckIn,
            by=handlers.undo_check_in,
            rule=Rule("PLAYER", staff(*AT_THE_DESK)),
        ),
        Does(command=ReplaceEntrant, by=replace, rule=Rule("PLAYER", staff(*RUNS))),
        Does(command=commands.PromoteRegistration, by=handlers.promote),
        Does(command=commands.CancelRegistrations, by=handlers.cancel_all),
    ),
    policies=POLICIES,
    questions={"see the registration": Rule("SPECTATOR", in_sight)},
    whose={Registration: whose},
)
