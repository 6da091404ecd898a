"""The write side of tournaments, as a menu."""

from application.kernel.authorization import Rule, anyone, in_sight, owner_of_it, staff
from application.kernel.subject import Does, Subject, all_of, decided_by
from application.tournament import commands, handlers
from application.tournament.reactions import REACTIONS
from application.tournament.standing import stands
from domain.tournament.staff import RULES_ON_PLAY, RUNS
from domain.tournament.tournament import Tournament

SUBJECT = Subject(
    name="tournament",
    commands=(
        Does(command=commands.CreateTournament, by=handlers.create, rule=Rule("ORGANIZER", owner_of_it)),
        *all_of(
            Rule("PLAYER", staff(*RUNS)),
            {
                commands.ChangeDefinition: handlers.change,
                commands.PublishTournament: decided_by(Tournament.publish),
                commands.StartTournament: handlers.start,
                commands.ArchiveTournament: decided_by(Tournament.archive),
                commands.RestoreTournament: decided_by(Tournament.restore),
            },
        ),
        *all_of(
            Rule("PLAYER", staff(*RUNS)),
            {
                commands.OpenRegistration: decided_by(Tournament.open_registration),
                commands.CloseRegistration: decided_by(Tournament.close_registration),
                commands.OpenCheckIn: decided_by(Tournament.open_check_in),
            },
            by_the_clock=True,
        ),
        *all_of(
            Rule("PLAYER", staff("owner")),
            {
                commands.AppointStaff: handlers.appoint,
                commands.DismissStaff: decided_by(Tournament.dismiss),
                commands.CancelTournament: decided_by(Tournament.cancel),
            },
        ),
    ),
    reactions=REACTIONS,
    questions={
        "see tournaments": Rule("SPECTATOR", anyone),
        "see the tournament": Rule("SPECTATOR", in_sight),
        "see the tournament's audit log": Rule("PLAYER", staff(*RUNS)),
        "see the tournament's facts": Rule("PLAYER", staff(*RULES_ON_PLAY)),
        "see the audit log": Rule("ADMIN", anyone),
        "see all facts": Rule("ADMIN", anyone),
    },
    stands={"tournament": stands},
)
