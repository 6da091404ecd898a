"""What a fact is called, wherever people read of it: in the feed, in the audit log, on a receipt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

Fields = Callable[[Any], Mapping[str, Any]]
Audited = tuple[str, Any, Any]
"""An action, what was before, and what is after."""
Audit = Callable[[Any], Audited | None]


class Scene(msgspec.Struct, frozen=True):
    """What a sentence may name: the entrants by id, and the rows of what facts are about by its id."""

    names: Mapping[str, str]
    rows: Mapping[str, Mapping[str, Any]]


class Telling(msgspec.Struct, frozen=True):
    """One fact that is told: what it is about, and what is kept of it to be said."""

    subject: str
    said: Mapping[str, Any]
    scene: Scene

    def name(self, entrant: Any) -> str:
        """An entrant's name, or nobody's."""
        return self.scene.names.get(str(entrant), "nobody")

    @property
    def own_name(self) -> str:
        """The name of the entrant the fact is about."""
        return self.name(self.subject)

    @property
    def row(self) -> Mapping[str, Any]:
        """The row of what the fact is about; empty where there is none any more."""
        return self.scene.rows.get(self.subject, {})


Text = Callable[[Telling], str]


class Entry(msgspec.Struct, frozen=True):
    """What the feed keeps of a fact, the sentence made of that, and whom it names beside its subject."""

    text: Text
    keeps: Fields = lambda _: {}
    names: Callable[[Mapping[str, Any]], Iterable[str]] = lambda _: ()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What one kind of fact is called.

    `feed` is for anyone to read, `audit` for those who answer for it (None of a fact that is not sensitive).
    On the receipt of what the fact is about, its sender is named where it was sent by one of the `stated_by`
    commands, for then somebody said so; `receipt` is what that says where the feed tells nothing.
    """

    feed: Entry | None = None
    audit: Audit | None = None
    stated_by: frozenset[str] = frozenset()
    receipt: Text | None = None


def said(text: str) -> Text:
    """The same sentence whatever happened."""
    return lambda _: text


def keeping(*fields: str) -> Fields:
    """These fields of the fact."""
    return lambda fact: {field: getattr(fact, field) for field in fields}


def audited(action: str, before: str | None = None, *after: str) -> Audit:
    """An action with these fields of its fact; `previous_` is left out of what was before."""

    def audit(fact: Any) -> Audited:
        was = None if before is None else {before.replace("previous_", ""): getattr(fact, before)}
        return action, was, {name: getattr(fact, name) for name in after} or None

    return audit


def stands(action: str, before: Callable[[Any], str | None], after: Callable[[Any], str]) -> Audit:
    """An action after which something stands otherwise."""
    return lambda fact: (action, {"status": before(fact)}, {"status": after(fact)})


def listed(names: Sequence[str]) -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Cat`; nothing of nobody."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def instant(text: str) -> str:
    """An instant as JSON has it, as a person says it."""
    starts = datetime.fromisoformat(text).astimezone(UTC)
    return f"{starts.day} {starts:%B %Y, %H:%M} UTC"
