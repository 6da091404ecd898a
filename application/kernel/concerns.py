"""What a command concerns: a stream, the scope whose turn it takes, and what a refusal calls it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel.aggregate import Aggregate


class Stream(msgspec.Struct, frozen=True):
    """The stream whose version `If-Match` speaks of, by the `field` of the command that names it.

    A refusal calls it by that field. `made_of` gives its id where the field holds only what that is made of.
    Commands take turns on the scope the stream is of: `within` names the field that says which, and where no
    field does the log is asked. `mine` names the account for which the command is sent, if it does. A `new`
    stream comes into being, or is there already: nobody has to find it first.
    """

    kind: type[Aggregate]
    field: str
    made_of: Callable[[Any], UUID] | None = None
    within: str | None = None
    mine: str | None = None
    new: bool = False

    def of(self, command: Any) -> UUID:
        """The id of the stream."""
        found: UUID = self.made_of(command) if self.made_of else getattr(command, self.field)
        return found

    def scope_of(self, command: Any) -> UUID | None:
        """The scope where the command says it; None where the log has to be asked."""
        if self.within:
            found: UUID = getattr(command, self.within)
            return found
        return self.of(command) if self.new else None

    def is_for(self, command: Any, account: UUID | None) -> bool:
        """Whether the command is sent for this very account."""
        return self.mine is not None and account is not None and getattr(command, self.mine) == account
