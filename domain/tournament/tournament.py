"""A tournament's whole life and every version of its definition."""

from collections.abc import Collection
from uuid import UUID

from domain.kernel.aggregate import Aggregate, CreatedFact, triggers
from domain.kernel.refusals import InvalidDefinition
from domain.standings.placing import Placing
from domain.tournament.definition import Definition
from domain.tournament.refusals import FieldFrozen, LastOwner, WrongStatus
from domain.tournament.staff import STAFF_ROLES

BEFORE_REGISTRATION = ("draft", "published")
BEFORE_LIVE = ("registration_open", "registration_closed", "check_in")
ALWAYS_OPEN = frozenset({"name", "rules", "streams", "banner"})
OF_THE_DRAW = frozenset({"third_place", "grand_final", "best_of", "stages"})
FROZEN_BY_REGISTRATION = frozenset({"slug", "format", "game", "fee_minor", "currency", "fields"})


def changed_fields(before: Definition, after: Definition) -> list[str]:
    """The names of the fields in which two versions differ."""
    return [field for field in before.__struct_fields__ if getattr(before, field) != getattr(after, field)]


class Tournament(Aggregate):
    """draft → published → registration open → closed → check-in → seeded → live → completed → archived."""

    TOPIC = "Tournament"

    class Event(Aggregate.Event):
        """Base of the tournament's facts."""

    class Created(Event, CreatedFact):
        """The tournament exists as a draft, with its first definition and its owner."""

        TOPIC = "Tournament.Created"
        class_version = 3
        definition: Definition
        owner: UUID
        upcast_v1_v2 = upcast_v2_v3 = staticmethod(lambda _: None)  # what is left out has its default

    class DefinitionChanged(Event):
        """Another version of the definition is in force."""

        TOPIC = "Tournament.DefinitionChanged"
        class_version = 3
        before: Definition
        after: Definition
        reason: str | None
        upcast_v1_v2 = upcast_v2_v3 = staticmethod(lambda _: None)  # what is left out has its default

    class StaffAppointed(Event):
        """An account has a staff role, in place of the one it had."""

        TOPIC = "Tournament.StaffAppointed"
        account: UUID
        role: str
        previous: str | None

    class StaffDismissed(Event):
        """An account has no staff role any more."""

        TOPIC = "Tournament.StaffDismissed"
        account: UUID
        previous: str

    class Published(Event):
        """The tournament is shown in the directory."""

        TOPIC = "Tournament.Published"

    class RegistrationOpened(Event):
        """Entries are taken, for the first time or again."""

        TOPIC = "Tournament.RegistrationOpened"

    class RegistrationClosed(Event):
        """Entries are no longer taken, but for an override by staff."""

        TOPIC = "Tournament.RegistrationClosed"

    class CheckInOpened(Event):
        """Entrants may say that they are here."""

        TOPIC = "Tournament.CheckInOpened"

    class Seeded(Event):
        """There is a draw."""

        TOPIC = "Tournament.Seeded"

    class Started(Event):
        """The tournament is live."""

        TOPIC = "Tournament.Started"

    class Completed(Event):
        """The tournament has ended, and every entrant has a place."""

        TOPIC = "Tournament.Completed"
        places: list[Placing]

    class Reopened(Event):
        """A result was corrected after the end: there is something to play again, or other places."""

        TOPIC = "Tournament.Reopened"

    class Cancelled(Event):
        """The tournament was called off."""

        TOPIC = "Tournament.Cancelled"
        previous: str
        reason: str

    class Archived(Event):
        """The tournament was put away; nothing was deleted."""

        TOPIC = "Tournament.Archived"
        previous: str

    class Restored(Event):
        """The tournament is out of the archive, as it was before."""

        TOPIC = "Tournament.Restored"
        status: str

    @triggers(Created)
    def __init__(self, id: UUID, definition: Definition, owner: UUID) -> None:
        self.definition = definition
        self.staff: dict[UUID, str] = {owner: "owner"}
        self.status = "draft"
        self.published = False
        self.before_archive = "draft"
        self.definition_version = 1

    @property
    def hidden(self) -> bool:
        """Whether only those concerned may know that it exists."""
        return not self.published or self.definition.visibility == "private"

    # Decisions

    def change(self, definition: Definition, reason: str | None, may: Collection[str] = ()) -> None:
        """Put another version of the definition in force; fields that `may` change do so in any status."""
        changed = changed_fields(self.definition, definition.check())
        for field in changed:
            if field not in may:
                self._may_change(field, definition)
        if changed:
            self._definition_changed(before=self.definition, after=definition, reason=reason)

    def _may_change(self, field: str, after: Definition) -> None:
        if self.status in BEFORE_REGISTRATION or field in ALWAYS_OPEN:
            return
        if self.status not in BEFORE_LIVE or field in FROZEN_BY_REGISTRATION:
            raise FieldFrozen(field=field, status=self.status)
        if field == "capacity" and after.capacity < self.definition.capacity:
            raise InvalidDefinition(field="capacity", problem="may only grow once registration has opened")

    def appoint(self, account: UUID, role: str) -> None:
        """Give an account a staff role."""
        if role not in STAFF_ROLES:
            raise InvalidDefinition(field="role", problem=f"one of {', '.join(STAFF_ROLES)}")
        if self.staff.get(account) != role:
            self._keep_an_owner(account)
            self._staff_appointed(account=account, role=role, previous=self.staff.get(account))

    def dismiss(self, account: UUID) -> None:
        """Take an account's staff role away."""
        if account in self.staff:
            self._keep_an_owner(account)
            self._staff_dismissed(account=account, previous=self.staff[account])

    def _keep_an_owner(self, leaving: UUID) -> None:
        if [account for account, role in self.staff.items() if role == "owner"] == [leaving]:
            raise LastOwner()

    def publish(self) -> None:
        """Show the tournament in the directory."""
        if self._to("published", "publish", "draft"):
            self._published()

    def open_registration(self) -> None:
        """Take entries, for the first time or again."""
        if self._to("registration_open", "open registration", "published", "registration_closed"):
            self._registration_opened()

    def close_registration(self) -> None:
        """Take no more entries."""
        if self._to("registration_closed", "close registration", "registration_open"):
            self._registration_closed()

    def open_check_in(self) -> None:
        """Let entrants say that they are here."""
        if self._to("check_in", "open check-in", "registration_closed"):
            self._check_in_opened()

    def seed(self) -> None:
        """Have a draw."""
        if self._to("seeded", "draw the bracket", "registration_closed", "check_in"):
            self._seeded()

    def start(self) -> None:
        """Go live."""
        if self._to("live", "start", "seeded"):
            self._started()

    def complete(self, places: list[Placing]) -> None:
        """End with everyone's place."""
        if self._to("completed", "complete", "live"):
            self._completed(places=places)

    def reopen(self) -> None:
        """Play on after the end."""
        if self._to("live", "play on", "completed"):
            self._reopened()

    def cancel(self, reason: str) -> None:
        """Call it off, from any state before completed."""
        if self.status in ("completed", "archived"):
            raise WrongStatus(status=self.status, step="cancel", needed="not completed yet")
        if self.status != "cancelled":
            self._cancelled(previous=self.status, reason=reason)

    def archive(self) -> None:
        """Put away; nothing is deleted."""
        if self._to("archived", "archive", "draft", "completed", "cancelled"):
            self._archived(previous=self.status)

    def restore(self) -> None:
        """Take out of the archive, as it was."""
        if self._to(self.before_archive, "restore", "archived"):
            self._restored(status=self.before_archive)

    def _to(self, status: str, step: str, *needed: str) -> bool:
        if self.status == status:
            return False
        if self.status not in needed:
            raise WrongStatus(status=self.status, step=step, needed=" or ".join(needed))
        return True

    # Facts

    @triggers(DefinitionChanged)
    def _definition_changed(self, before: Definition, after: Definition, reason: str | None) -> None:
        self.definition = after
        self.definition_version += 1

    @triggers(StaffAppointed)
    def _staff_appointed(self, account: UUID, role: str, previous: str | None) -> None:
        self.staff[account] = role

    @triggers(StaffDismissed)
    def _staff_dismissed(self, account: UUID, previous: str) -> None:
        del self.staff[account]

    @triggers(Published)
    def _published(self) -> None:
        self.status = "published"
        self.published = True

    @triggers(RegistrationOpened)
    def _registration_opened(self) -> None:
        self.status = "registration_open"

    @triggers(RegistrationClosed)
    def _registration_closed(self) -> None:
        self.status = "registration_closed"

    @triggers(CheckInOpened)
    def _check_in_opened(self) -> None:
        self.status = "check_in"

    @triggers(Seeded)
    def _seeded(self) -> None:
        self.status = "seeded"

    @triggers(Started)
    def _started(self) -> None:
        self.status = "live"

    @triggers(Completed)
    def _completed(self, places: list[Placing]) -> None:
        self.status = "completed"

    @triggers(Reopened)
    def _reopened(self) -> None:
        self.status = "live"

    @triggers(Cancelled)
    def _cancelled(self, previous: str, reason: str) -> None:
        self.status = "cancelled"

    @triggers(Archived)
    def _archived(self, previous: str) -> None:
        self.before_archive = previous
        self.status = "archived"

    @triggers(Restored)
    def _restored(self, status: str) -> None:
        self.status = status
