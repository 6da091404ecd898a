"""The database as docker-compose.yml makes it: one role owns it, and what serves signs in as another."""

import subprocess
import sys
from pathlib import Path

import httpx
import psycopg
import pytest
import yaml
from psycopg import errors

from bootstrap.postgres import binaries
from bootstrap.postgres.cluster import Cluster
from tests.support.process import free_port, palio, serving

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy/application-role.sql"
LOGIN = "palio_service"
FORBIDDEN = (
    "INSERT INTO palio.facts SELECT * FROM palio.facts",
    "UPDATE palio.commands SET role = 'ADMIN'",
    "DELETE FROM palio.facts",
    "TRUNCATE palio.facts",
    "ALTER TABLE palio.facts DISABLE TRIGGER ALL",
    "CREATE TABLE palio.another ()",
    "SET ROLE postgres",
)
OWN = {"PALIO_ENV": "production", "SECRET_KEY": "s" * 32, "BASE_URL": "https://palio.example"}


def made_by_the_image(cluster: Cluster, secret: Path) -> tuple[str, str]:
    """The owner's and the application's address of a database, made as the image's first start makes it."""
    cluster.create_database("palio")
    owner = cluster.url("palio")
    words = ["-v", "ON_ERROR_STOP=1", "--no-password", "--no-psqlrc", "--dbname", owner]
    text = SCRIPT.read_text("utf-8").replace("/run/secrets/application_password", str(secret))
    psql = [str(binaries.directory() / "psql"), *words]
    subprocess.run(psql, input=text, text=True, check=True, capture_output=True)
    return owner, cluster.url("palio", LOGIN)


async def test_what_serves_never_needs_the_owner(durable_postgres: Cluster, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("it's a secret\n")
    owner, application = made_by_the_image(durable_postgres, tmp_path / "secret")
    variables = {**OWN, "DATABASE_URL": application, "PALIO_HOME": str(tmp_path)}
    code, _, err = await palio("migrate", **variables, DATABASE_OWNER_URL=owner)
    assert code == 0, err
    assert (await palio("user", "add", "ann", "--password-stdin", stdin="long enough\n", **variables))[0] == 0
    async with serving(free_port(), **variables) as server:
        async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
            signed = await client.post("/api/token/", json={"handle": "ann", "password": "long enough"})
            assert (signed.status_code, (await client.get("/readiness")).json()["status"]) == (200, "ready")
        check = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["api"]["healthcheck"]
        asked = [word.replace("http://127.0.0.1:8000", server.url) for word in check["test"][2:]]
        assert subprocess.run([sys.executable, *asked], check=False).returncode == 0
    assert subprocess.run([sys.executable, *asked], check=False, capture_output=True).returncode != 0
    assert (await palio("doctor", **variables))[0] == 0
    assert (await palio("replay", **variables))[0] == 0


async def test_the_application_cannot_touch_what_is_stored(durable_postgres: Cluster, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("it's a secret\n")
    owner, application = made_by_the_image(durable_postgres, tmp_path / "secret")
    assert (await palio("migrate", DATABASE_URL=owner, PALIO_HOME=str(tmp_path)))[0] == 0
    for statement in FORBIDDEN:
        with psycopg.connect(application) as connection, pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)
    with psycopg.connect(owner) as connection:
        row = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", (LOGIN,)).fetchone()
    assert row is not None
    assert row[0].startswith("SCRAM-SHA-256$")
