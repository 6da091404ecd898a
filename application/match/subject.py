"""The write side of matches, as a menu."""

from application.kernel.actor import Actor
from application.kernel.authorization import Rule, in_sight, owner_of_it, owner_or_staff, staff
from application.kernel.subject import Does, Subject, all_of
from application.kernel.work import Work
from application.match import commands, handlers
from application.match.consequences import consequences
from application.match.policies import POLICIES
from domain.match.match import Match
from domain.tournament.staff import AT_THE_DESK, RULES_ON_PLAY


async def whose(match: Match, actor: Actor, work: Work) -> bool:
    """Whether the actor plays on a side of the match."""
    return await handlers.side_of(match, actor, work) is not None


BY_WHO_RULES = Rule("PLAYER", staff(*RULES_ON_PLAY))
SUBJECT = Subject(
    name="match",
    commands=(
        *all_of(
            Rule("PLAYER", staff(*AT_THE_DESK)),
            {commands.ScheduleMatch: handlers.schedule, commands.StartMatch: handlers.start},
        ),
        *all_of(
            Rule("PLAYER", owner_of_it),
            {commands.ReportResult: handlers.report, commands.ConfirmResult: handlers.confirm},
        ),
        Does(
            command=commands.ForfeitMatch,
            by=handlers.forfeit,
            rule=Rule("PLAYER", owner_or_staff(*RULES_ON_PLAY)),
        ),
        *all_of(
            BY_WHO_RULES,
            {
                commands.RuleResult: handlers.rule,
                commands.RecordNoShow: handlers.record_no_show,
                commands.AwardWalkover: handlers.award_walkover,
                commands.ForfeitBoth: handlers.forfeit_both,
            },
        ),
        Does(command=commands.CorrectResult, by=handlers.correct, rule=BY_WHO_RULES, explains=consequences),
        Does(command=commands.SettleSide, by=handlers.settle_side),
        Does(command=commands.VoidMatches, by=handlers.void_all),
    ),
    policies=POLICIES,
    questions={"see the match": Rule("SPECTATOR", in_sight), "correct results": BY_WHO_RULES},
    whose={Match: whose},
)
