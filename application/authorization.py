"""One table says who may do what: whatever is not in it is denied."""

from collections.abc import Callable

import msgspec

from application.commands import accounts, brackets, games, matches, registrations, seeding, tournaments
from domain.account.account import ROLES

RUNS = frozenset({"owner", "organiser"})
RULES_ON_PLAY = RUNS | {"referee"}
AT_THE_DESK = RULES_ON_PLAY | {"desk"}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the actor stands to what the command touches; an entrant has a registration in its tournament."""

    role: str = "SPECTATOR"
    staff: str | None = None
    owns: bool = False
    entrant: bool = False
    hidden: bool = False


Predicate = Callable[[Standing], bool]


def anyone(standing: Standing) -> bool:
    """No tie to the object is needed."""
    return True


def owner_of_it(standing: Standing) -> bool:
    """The account, the entrant or the side itself."""
    return standing.owns


def staff(*roles: str) -> Predicate:
    """Tournament staff in one of `roles`; an ADMIN stands above."""

    def of_the_tournament(standing: Standing) -> bool:
        return standing.staff in roles or standing.role == "ADMIN"

    return of_the_tournament


def owner_or_staff(*roles: str) -> Predicate:
    """The entrant, or staff in one of `roles`."""
    of_staff = staff(*roles)
    return lambda standing: standing.owns or of_staff(standing)


def in_sight(standing: Standing) -> bool:
    """What is published is for everyone; a draft or a private tournament only for those concerned."""
    return not standing.hidden or standing.entrant or standing.staff is not None or standing.role == "ADMIN"


def oneself_in_sight(standing: Standing) -> bool:
    """The account itself, in a tournament it may know of."""
    return standing.owns and in_sight(standing)


class Rule(msgspec.Struct, frozen=True):
    """A role floor and a tie."""

    floor: str
    tie: Predicate


def _all(rule: Rule, *commands: type[msgspec.Struct]) -> dict[type[msgspec.Struct], Rule]:
    return dict.fromkeys(commands, rule)


TABLE: dict[type[msgspec.Struct], Rule] = {
    accounts.OpenAccount: Rule("SPECTATOR", anyone),
    accounts.ChangeCredential: Rule("SPECTATOR", owner_of_it),
    accounts.GrantRole: Rule("ADMIN", anyone),
    **_all(Rule("ADMIN", anyone), games.AddGame, games.ChangeGame, games.RetireGame, games.RestoreGame),
    tournaments.CreateTournament: Rule("ORGANIZER", owner_of_it),
    **_all(
        Rule("PLAYER", staff(*RUNS)),
        tournaments.ChangeDefinition,
        tournaments.PublishTournament,
        tournaments.OpenRegistration,
        tournaments.CloseRegistration,
        tournaments.OpenCheckIn,
        tournaments.StartTournament,
        tournaments.ArchiveTournament,
        tournaments.RestoreTournament,
        brackets.GenerateBracket,
        brackets.RegenerateBracket,
        brackets.ChangeSeeds,
        brackets.SwapSeeds,
        seeding.SeedByLot,
        seeding.SeedByRating,
        seeding.SeedByTournament,
        seeding.SeedByFile,
        seeding.SeparateSeeds,
        brackets.FinalizeBracket,
        brackets.UnfinalizeBracket,
        brackets.ReplaceEntrant,
        brackets.DrawRound,
        brackets.TakeBackRound,
        brackets.ConcludeStage,
    ),
    **_all(
        Rule("PLAYER", staff("owner")),
        tournaments.AppointStaff,
        tournaments.DismissStaff,
        tournaments.CancelTournament,
    ),
    registrations.Register: Rule("PLAYER", oneself_in_sight),
    registrations.Challenge: Rule("PLAYER", owner_or_staff(*AT_THE_DESK)),
    registrations.Withdraw: Rule("PLAYER", owner_or_staff(*RUNS)),
    registrations.CheckIn: Rule("PLAYER", owner_or_staff(*AT_THE_DESK)),
    **_all(
        Rule("PLAYER", staff(*AT_THE_DESK)),
        registrations.AddEntrant,
        registrations.UndoCheckIn,
        matches.ScheduleMatch,
        matches.StartMatch,
    ),
    **_all(Rule("PLAYER", owner_of_it), matches.ReportResult, matches.ConfirmResult),
    matches.ForfeitMatch: Rule("PLAYER", owner_or_staff(*RULES_ON_PLAY)),
    **_all(
        Rule("PLAYER", staff(*RULES_ON_PLAY)),
        matches.RuleResult,
        matches.RecordNoShow,
        matches.AwardWalkover,
        matches.ForfeitBoth,
        matches.CorrectResult,
        brackets.RecordConduct,
        registrations.Disqualify,
        registrations.Reinstate,
    ),
}


READS: dict[str, Rule] = {
    "see tournaments": Rule("SPECTATOR", anyone),
    "see the tournament": Rule("SPECTATOR", in_sight),
    "see the registration": Rule("SPECTATOR", in_sight),
    "see the match": Rule("SPECTATOR", in_sight),
    "see the tournament's audit log": Rule("PLAYER", staff(*RUNS)),
    "see the tournament's facts": Rule("PLAYER", staff(*RULES_ON_PLAY)),
    "correct results": Rule("PLAYER", staff(*RULES_ON_PLAY)),
    "see the audit log": Rule("ADMIN", anyone),
    "see all facts": Rule("ADMIN", anyone),
    "see games": Rule("SPECTATOR", anyone),
    "see the account": Rule("PLAYER", owner_of_it),
    "sign in": Rule("SPECTATOR", anyone),
    "try the demo": Rule("SPECTATOR", anyone),
}
"""What may be asked, and by whom."""


def allowed(action: type[msgspec.Struct] | str, standing: Standing) -> bool:
    """Whether the table lets someone of this standing send the command, or ask the question."""
    rule = READS.get(action) if isinstance(action, str) else TABLE.get(action)
    if rule is None:
        return False
    return ROLES.index(standing.role) >= ROLES.index(rule.floor) and rule.tie(standing)
