"""The write side of tournaments, as a menu."""

from application.kernel.authorization import Rule, anyone, in_sight, owner_of_it, staff
from application.kernel.subject import Does, Subject, all_of
from application.tournament import commands, handlers
from application.tournament.standing import stands
from domain.tournament.staff import RULES_ON_PLAY, RUNS

SUBJECT = Subject(
    name="tournament",
    commands=(
        Does(command=commands.CreateTournament, by=handlers.create, rule=Rule("ORGANIZER", owner_of_it)),
        *all_of(
            Rule("PLAYER", staff(*RUNS)),
            {
                commands.ChangeDefinition: handlers.change,
                commands.PublishTournament: handlers.step("publish"),
                commands.OpenRegistration: handlers.step("open_registration"),
                commands.CloseRegistration: handlers.step("close_registration"),
                commands.OpenCheckIn: handlers.step("open_check_in"),
                commands.StartTournament: handlers.start,
                commands.ArchiveTournament: handlers.step("archive"),
                commands.RestoreTournament: handlers.step("restore"),
            },
        ),
        *all_of(
            Rule("PLAYER", staff("owner")),
            {
                commands.AppointStaff: handlers.appoint,
                commands.DismissStaff: handlers.dismiss,
                commands.CancelTournament: handlers.cancel,
            },
        ),
    ),
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
