"""A person or a service that acts: a handle, a role, and which credential counts."""

from uuid import UUID

from domain.account.ids import account_id
from domain.kernel.aggregate import Aggregate, CreatedFact, triggers


class Account(Aggregate):
    """Who acts. Secrets stay outside: facts name the credential, they never hold it."""

    TOPIC = "Account"
    SCOPE = "account"
    KEPT = False

    class Event(Aggregate.Event):
        """Base of the account's facts."""

    class Opened(Event, CreatedFact):
        """The account exists, and its handle is taken for good."""

        TOPIC = "Account.Opened"
        handle: str
        display_name: str
        role: str
        credential: UUID | None

    class CredentialChanged(Event):
        """Another credential counts from here on."""

        TOPIC = "Account.CredentialChanged"
        credential: UUID

    class RoleGranted(Event):
        """The account moved up or down the role ladder."""

        TOPIC = "Account.RoleGranted"
        role: str
        previous: str
        reason: str | None

    @staticmethod
    def create_id(handle: str) -> UUID:
        """One stream for each handle."""
        return account_id(handle)

    @triggers(Opened)
    def __init__(self, handle: str, display_name: str, role: str, credential: UUID | None) -> None:
        self.handle = handle
        self.display_name = display_name
        self.role = role
        self.credential = credential

    def change_credential(self, credential: UUID) -> None:
        """Let another credential count from now on."""
        if credential != self.credential:
            self._credential_changed(credential=credential)

    def grant_role(self, role: str, reason: str | None) -> None:
        """Raise or lower the account on the role ladder."""
        if role != self.role:
            self._role_granted(role=role, previous=self.role, reason=reason)

    @triggers(CredentialChanged)
    def _credential_changed(self, credential: UUID) -> None:
        self.credential = credential

    @triggers(RoleGranted)
    def _role_granted(self, role: str, previous: str, reason: str | None) -> None:
        self.role = role
