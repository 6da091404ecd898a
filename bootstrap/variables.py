"""What a variable of the environment may hold, and how its text is read."""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_settings import NoDecode


def _several(read: Callable[[str], object]) -> BeforeValidator:
    """Words separated by commas, each of them read."""

    def words(text: object) -> object:
        if not isinstance(text, str):
            return text
        return tuple(read(word.strip()) for word in text.split(",") if word.strip())

    return BeforeValidator(words)


Postgres = Annotated[str, StringConstraints(pattern=r"^postgres(ql)?://")]
Redis = Annotated[str, StringConstraints(pattern=r"^(rediss?|unix)://")]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, _several(ip_network)]
Tournaments = Annotated[frozenset[UUID], NoDecode, _several(UUID)]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/]+$")]
Origins = Annotated[tuple[Origin, ...], NoDecode, _several(str.lower)]
Many = Annotated[int, Field(ge=1)]
Most = Annotated[Many | None, BeforeValidator(lambda text: None if text == "off" else text)]
"""How many there may be; `off` for as many as come."""
