"""Accounts and tokens."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.kernel.commanding import Accepted
from api.kernel.fields import Body, Handle, Line, Name, Password

Token = Annotated[str, StringConstraints(min_length=1, max_length=4096, pattern=r"^[\x21-\x7e]+$")]


class OpenAccount(Body):
    """A new account; everyone begins as a player."""

    handle: Handle
    display_name: Name
    password: Password


class AccountOpened(Accepted):
    """The new account's id."""

    id: UUID


class Account(BaseModel):
    """Who acts."""

    id: UUID
    handle: str
    display_name: str
    role: str
    version: int
    opened_at: datetime


class ChangePassword(Body):
    """Ends every other session of the account."""

    current: Password
    new: Password


class GrantRole(Body):
    """A place on the role ladder."""

    role: Literal["SPECTATOR", "PLAYER", "ORGANIZER", "ADMIN"]
    reason: Line | None = None


class SignIn(Body):
    """Handle and password."""

    handle: Handle
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Renew(Body):
    """A refresh token, good once."""

    refresh: Token


class Verify(Body):
    """An access token to look at."""

    token: Token


class Tokens(BaseModel):
    """A signed-in session: `access` for the Authorization header, `refresh` good once, for the next pair."""

    access: str
    refresh: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds the access token is valid.")
    account_id: UUID


class Verified(BaseModel):
    """Whom the token speaks for, and until when."""

    account_id: UUID
    expires_at: datetime
