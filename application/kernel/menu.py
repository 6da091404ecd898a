"""All subjects together: every command and question there is, who may, and what follows from each fact."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from application.kernel.authorization import OF_THE_CLOCK, Rule, Standing
from application.kernel.concerns import Stream
from application.kernel.jobs import Reaction
from application.kernel.subject import Does, Policy, RoleOf, Stands, Subject, Whose
from domain.kernel.aggregate import Aggregate
from domain.kernel.roles import ROLES


class Unmentioned(Exception):
    """A command does not say what it concerns, or is declared twice."""


class Menu(msgspec.Struct, frozen=True):
    """What `of` makes of subjects; whatever is not on it is denied."""

    commands: Mapping[type[msgspec.Struct], Does]
    questions: Mapping[str, Rule]
    policies: Mapping[type, Sequence[Policy]]
    reactions: Sequence[Reaction]
    whose: Mapping[type[Aggregate], Whose]
    stands: Mapping[str, Stands]
    role_of: RoleOf

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Menu":
        """The subjects in this order, which is also that of their policies. Raises Unmentioned."""
        commands: dict[type[msgspec.Struct], Does] = {}
        policies: dict[type, list[Policy]] = {}
        for subject in subjects:
            for does in subject.commands:
                if does.command in commands or not hasattr(does.command, "concerns"):
                    raise Unmentioned(does.command.__name__)
                commands[does.command] = does
            for policy in subject.policies:
                for fact in policy.facts:
                    policies.setdefault(fact, []).append(policy)
        return cls(
            commands,
            {action: rule for subject in subjects for action, rule in subject.questions.items()},
            policies,
            [reaction for subject in subjects for reaction in subject.reactions],
            {kind: whose for subject in subjects for kind, whose in subject.whose.items()},
            {scope: stands for subject in subjects for scope, stands in subject.stands.items()},
            next(subject.role_of for subject in subjects if subject.role_of),
        )

    @property
    def table(self) -> dict[type[msgspec.Struct], Rule]:
        """Who may send which command; what is not in it comes from no one."""
        return {command: does.rule for command, does in self.commands.items() if does.rule}

    def allowed(self, action: type[msgspec.Struct] | str, standing: Standing) -> bool:
        """Whether someone of this standing may send the command, or ask the question."""
        if isinstance(action, str):
            does, rule = None, self.questions.get(action)
        else:
            does = self.commands.get(action)
            rule = does.rule if does else None
        if standing.role == OF_THE_CLOCK:
            return does is not None and does.by_the_clock
        if rule is None:
            return False
        return ROLES.index(standing.role) >= ROLES.index(rule.floor) and rule.tie(standing)


def concern_of(command: Any) -> Stream:
    """What a command concerns, or all of its class."""
    found: Stream = command.concerns
    return found
