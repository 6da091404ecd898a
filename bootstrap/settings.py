"""All of Palio's environment, read once, each variable documented where it is declared."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bootstrap.variables import Many, Most, Networks, Origins, Postgres, Redis, Tournaments
from eventstore.unsafe import unsafe
from realtime.access.limits import Limits

SECRET_BYTES = 32
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsRefused(Exception):
    """The environment cannot be used; one sentence for each variable that is wrong."""


class Settings(BaseSettings):
    """What an operator may set; a variable left empty counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    environment: Literal["development", "production"] = Field(
        "development",
        validation_alias="PALIO_ENV",
        description="`production` refuses to start on defaults that only suit one's own machine.",
    )
    home: Path = Field(
        Path(".palio"),
        validation_alias="PALIO_HOME",
        description="Directory of what this machine keeps: the embedded database and the generated secret.",
    )
    database_url: Postgres | None = Field(
        None,
        repr=False,
        validation_alias="DATABASE_URL",
        description="PostgreSQL the application uses; without it an embedded server is started.",
    )
    database_owner_url: Postgres | None = Field(
        None,
        repr=False,
        validation_alias="DATABASE_OWNER_URL",
        description="The same database as its owner, for migrations only; by default DATABASE_URL.",
    )
    redis_url: Redis | None = Field(
        None,
        repr=False,
        validation_alias="REDIS_URL",
        description="Redis shared by several processes; without it, each counts for itself.",
    )
    secret_key: SecretStr | None = Field(
        None,
        validation_alias="SECRET_KEY",
        description="At least 32 bytes that sign access tokens; generated once in development.",
    )
    secret_key_previous: SecretStr | None = Field(
        None,
        validation_alias="SECRET_KEY_PREVIOUS",
        description="The SECRET_KEY before this one, while tokens it signed are still valid.",
    )
    base_url: str = Field(
        "",
        pattern=r"^(https?://[^/]+)?$",
        validation_alias="BASE_URL",
        description="Public origin, such as https://palio.example; in development host and port.",
    )
    host: str = Field("127.0.0.1", validation_alias="PALIO_HOST", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, validation_alias="PALIO_PORT", description="Port to listen on.")
    demo: bool | None = Field(
        None,
        validation_alias="PALIO_DEMO",
        description="Anyone may become an organiser through POST /api/demo/organiser/; by default in"
        " development, where nobody else can reach the server.",
    )
    trusted_proxies: Networks = Field(
        (),
        validation_alias="PALIO_TRUSTED_PROXIES",
        description="Networks, separated by commas, whose X-Forwarded-For is believed.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", validation_alias="PALIO_LOG_LEVEL", description="Least severe message that is logged."
    )
    json_limit: int = Field(
        256 * 1024,
        ge=1024,
        validation_alias="PALIO_JSON_LIMIT",
        description="Bytes a JSON body may have before it is refused with 413.",
    )
    header_deadline: float = Field(
        10.0,
        gt=0,
        validation_alias="PALIO_HEADER_DEADLINE",
        description="Seconds a client has to send its request headers.",
    )
    request_limit: str = Field(
        "300/second",
        pattern=r"^(off|[1-9][0-9]{0,6}/(second|minute|hour))$",
        validation_alias="PALIO_REQUEST_LIMIT",
        description="Requests one address may send, such as `300/second`; `off` counts nothing.",
    )
    access_minutes: int = Field(
        60, ge=1, validation_alias="PALIO_ACCESS_MINUTES", description="Minutes an access token is valid."
    )
    refresh_days: int = Field(
        7,
        ge=1,
        validation_alias="PALIO_REFRESH_DAYS",
        description="Days a refresh token or a browser's cookie is valid.",
    )
    leeway_seconds: int = Field(
        60,
        ge=0,
        validation_alias="PALIO_LEEWAY_SECONDS",
        description="Seconds by which two clocks may differ when a token is checked.",
    )
    jobs: bool = Field(
        True,
        validation_alias="PALIO_JOBS",
        description="Whether `palio serve` does jobs too; `false` where workers do them.",
    )
    jobs_at_once: Many = Field(
        4, validation_alias="PALIO_JOBS_AT_ONCE", description="Jobs that one process does at the same time."
    )
    jobs_stalled_after: float = Field(
        30.0,
        ge=1,
        validation_alias="PALIO_JOBS_STALLED_AFTER",
        description="Seconds without a sign after which a worker's jobs are taken up by others.",
    )
    stream_messages: Many = Field(
        10,
        validation_alias="PALIO_STREAM_MESSAGES",
        description="Messages a second a viewer may send on the stream, over all connections of an account.",
    )
    stream_burst: Many = Field(
        20,
        validation_alias="PALIO_STREAM_BURST",
        description="Messages a viewer may send at once, from rest.",
    )
    stream_payload: int = Field(
        16 * 1024,
        ge=1024,
        le=65_536,
        validation_alias="PALIO_STREAM_PAYLOAD",
        description="Bytes a message sent by a viewer may have.",
    )
    stream_per_account: Most = Field(
        3,
        validation_alias="PALIO_STREAM_PER_ACCOUNT",
        description="Connections to the stream an account may hold at once; `off` counts none.",
    )
    stream_per_address: Most = Field(
        10,
        validation_alias="PALIO_STREAM_PER_ADDRESS",
        description="Connections to the stream an address may hold at once; `off` counts none.",
    )
    stream_per_room: Most = Field(
        2000,
        validation_alias="PALIO_STREAM_PER_ROOM",
        description="Connections that may watch one tournament at once; `off` counts none.",
    )
    stream_ring: Many = Field(
        1024,
        validation_alias="PALIO_STREAM_RING",
        description="Events of a tournament kept in memory while it is watched; older ones are read again.",
    )
    stream_exempt_networks: Networks = Field(
        (),
        validation_alias="PALIO_STREAM_EXEMPT_NETWORKS",
        description="Networks, separated by commas, whose addresses are not counted: those of venues, and of"
        " carriers that put many people behind one.",
    )
    stream_exempt_tournaments: Tournaments = Field(
        frozenset(),
        validation_alias="PALIO_STREAM_EXEMPT_TOURNAMENTS",
        description="Ids of tournaments, separated by commas, where no address is counted.",
    )
    stream_origins: Origins = Field(
        (),
        validation_alias="PALIO_STREAM_ORIGINS",
        description="Origins, separated by commas, whose pages may open the stream; by default BASE_URL.",
    )

    @field_validator("secret_key", "secret_key_previous")
    @classmethod
    def _long_enough(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and len(secret.get_secret_value().encode()) < SECRET_BYTES:
            raise ValueError(f"needs at least {SECRET_BYTES} bytes")
        return secret

    @model_validator(mode="after")
    def _nothing_left_to_chance_in_production(self) -> Self:
        needed = {"DATABASE_URL": self.database_url, "SECRET_KEY": self.secret_key, "BASE_URL": self.base_url}
        missing = [name for name, value in needed.items() if not value]
        if self.environment == "production" and missing:
            raise ValueError(". ".join(f"{name} must be set in production" for name in missing))
        return self

    @model_validator(mode="after")
    def _nothing_that_harms_the_log(self) -> Self:
        if sentences := unsafe(os.environ.get):
            raise ValueError(" ".join(sentences))
        return self

    @property
    def origin(self) -> str:
        """Where clients find this server."""
        return self.base_url or f"http://{self.host}:{self.port}"

    @property
    def allows_demo(self) -> bool:
        """Whether demo organisers are made: as set, or on one's own machine only."""
        return self.alone if self.demo is None else self.demo

    @property
    def requests(self) -> str | None:
        """The limit of requests for one address; None where nobody counts."""
        return None if self.request_limit == "off" else self.request_limit

    @property
    def limits(self) -> Limits:
        """What a viewer of the stream may take."""
        return Limits(
            messages_per_second=self.stream_messages,
            burst=self.stream_burst,
            payload_bytes=self.stream_payload,
            per_account=self.stream_per_account,
            per_address=self.stream_per_address,
            per_room=self.stream_per_room,
            exempt_networks=self.stream_exempt_networks,
            exempt_tournaments=self.stream_exempt_tournaments,
        )

    @property
    def alone(self) -> bool:
        """Whether nobody but this machine can reach the server."""
        return self.environment == "development" and self.host in LOOPBACK

    @property
    def origins(self) -> tuple[str, ...]:
        """Whose pages may open the stream."""
        return self.stream_origins or (self.origin,)

    @property
    def owner_url(self) -> str | None:
        """The database as its owner, or None for the embedded one, whose only user is its owner."""
        return self.database_owner_url or self.database_url

    def signing_key(self) -> bytes:
        """SECRET_KEY, or in development a secret generated once under PALIO_HOME."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        self.home.mkdir(parents=True, exist_ok=True)
        return _generated_once(self.home / "secret_key")

    def previous_keys(self) -> list[bytes]:
        """Keys that sign nothing any more, and whose tokens are still good."""
        previous = self.secret_key_previous
        return [previous.get_secret_value().encode()] if previous else []


def load(**given: Any) -> Settings:
    """Read the environment (and `.env`); what is given, by variable, comes first."""
    try:
        return Settings(**given)
    except ValidationError as refusal:
        raise SettingsRefused("\n".join(map(_sentence, refusal.errors(include_input=False)))) from None


def variables() -> dict[str, str]:
    """Every variable with its description, in the order of declaration."""
    return {str(field.validation_alias): field.description or "" for field in Settings.model_fields.values()}


def _sentence(error: ErrorDetails) -> str:
    what = error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{error['loc'][0]}: {what}." if error["loc"] else f"{what}."


def _generated_once(path: Path) -> bytes:
    """Write aside and link into place: of several first starts one wins and all read the same bytes."""
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(SECRET_BYTES))
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_bytes()
