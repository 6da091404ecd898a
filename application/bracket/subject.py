"""The write side of brackets, as a menu."""

from application.bracket import commands, handlers, seeding
from application.bracket.policies import POLICIES
from application.kernel.authorization import Rule, owner_or_staff, staff
from application.kernel.subject import Does, Subject, all_of
from domain.tournament.staff import AT_THE_DESK, RULES_ON_PLAY, RUNS

BY_WHO_RUNS_IT = Rule("PLAYER", staff(*RUNS))
SUBJECT = Subject(
    name="bracket",
    commands=(
        *all_of(
            BY_WHO_RUNS_IT,
            {
                commands.GenerateBracket: handlers.generate,
                commands.RegenerateBracket: handlers.regenerate,
                commands.ChangeSeeds: handlers.change_seeds,
                commands.SwapSeeds: handlers.swap_seeds,
                commands.SeedByLot: seeding.by_lot,
                commands.SeedByRating: seeding.by_ratings,
            },
        ),
        Does(
            command=commands.SeedByTournament,
            by=seeding.by_tournament,
            rule=BY_WHO_RUNS_IT,
            sees="earlier",
        ),
        *all_of(
            BY_WHO_RUNS_IT,
            {
                commands.SeedByFile: seeding.by_file,
                commands.SeparateSeeds: seeding.separate,
                commands.FinalizeBracket: handlers.finalize,
                commands.UnfinalizeBracket: handlers.unfinalize,
                commands.DrawRound: handlers.draw_round,
                commands.TakeBackRound: handlers.take_back_round,
                commands.ConcludeStage: handlers.conclude,
            },
        ),
        Does(
            command=commands.RecordConduct,
            by=handlers.record_conduct,
            rule=Rule("PLAYER", staff(*RULES_ON_PLAY)),
        ),
        Does(
            command=commands.Challenge,
            by=handlers.challenge,
            rule=Rule("PLAYER", owner_or_staff(*AT_THE_DESK)),
        ),
        Does(command=commands.AdvanceBracket, by=handlers.advance),
        Does(command=commands.GoOn, by=handlers.go_on),
    ),
    policies=POLICIES,
)
