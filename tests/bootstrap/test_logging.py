"""The log tells where an error came from, and nothing that a caller sent."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog

from bootstrap.logging import configure

PASSWORD, TOKEN = "a-password-nobody-should-see", "a-token-nobody-should-see"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to standard error."""
    root, written = logging.getLogger(), io.StringIO()
    before, level = root.handlers, root.level
    monkeypatch.setattr("sys.stderr", written)
    configure("info")
    yield written
    root.handlers = before
    root.setLevel(level)
    structlog.reset_defaults()


async def test_an_unexpected_error_is_logged_with_its_traceback_and_without_secrets(
    log: io.StringIO, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("identity.passwords.Passwords.matches", broken)
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        answer = await client.post(
            "/api/token/",
            json={"handle": "ann", "password": PASSWORD},
            headers={"Authorization": f"Basic {TOKEN}"},
        )

    written = log.getvalue()
    errors = [line for line in map(json.loads, written.splitlines()) if line["level"] == "error"]
    assert answer.status_code == 500
    assert {line["logger"] for line in errors} == {"api", "uvicorn.error"}
    for line in errors:
        assert line["exception"][-1]["exc_value"] == "out of order"
        assert "sign_in" in [frame["name"] for frame in line["exception"][-1]["frames"]]
    assert PASSWORD not in written
    assert TOKEN not in written
