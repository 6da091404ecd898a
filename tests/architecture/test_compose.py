"""The image and the services fit the code: commands, variables, ports, routes and files are all there."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.app import ROUTERS
from api.kernel.routing import routes
from bootstrap.postgres.binaries import MAJOR
from bootstrap.settings import Settings, load, variables
from reference.cli import commands

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "palio"}
STAYS = {"serve": "api", "worker": "worker", "gateway": "gateway"}  # commands that go on until stopped
OF_THE_IMAGES = {"postgres": {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}, "redis": set()}
PORTS = {"postgres": 5432, "redis": 6379}
HARMLESS = {  # may be left out by an operator
    "PALIO_ACCESS_MINUTES",
    "PALIO_LOG_LEVEL",
    "PALIO_REQUEST_LIMIT",
    "PALIO_TRUSTED_PROXIES",
    "SECRET_KEY_PREVIOUS",
}
ASKED = re.compile(r"\$\{(\w+)(:[-?])?([^}]*)\}")
GIVEN = {
    "BASE_URL": "https://palio.example",
    "SECRET_KEY": "s" * 32,
    "POSTGRES_PASSWORD": "of-the-owner",
    "APPLICATION_PASSWORD": "of-the-application",
}


def dockerfile() -> list[tuple[str, str]]:
    """Instructions in order, each on one line."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    written = [line for line in lines if line.strip() and not line.startswith("#")]
    return [(word, " ".join(rest.split())) for word, _, rest in (line.partition(" ") for line in written)]


def every(word: str) -> list[str]:
    return [rest for instruction, rest in dockerfile() if instruction == word]


def image_environment() -> dict[str, str]:
    (pairs,) = every("ENV")
    return dict(pair.split("=", 1) for pair in pairs.split())


def settings_of(service: str) -> Settings:
    """What the service reads, once an operator has given what is asked for."""
    stated = {name: str(value) for name, value in OURS[service]["environment"].items()}
    image = {name: value for name, value in image_environment().items() if name in variables()}
    filled = {name: ASKED.sub(lambda found: GIVEN.get(found[1], ""), value) for name, value in stated.items()}
    return load(**{name: value for name, value in {**image, **filled}.items() if value})


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_every_role_the_command_line_can_start_has_a_service_and_no_other() -> None:
    known = {name for name, _ in commands()}
    roles = {name for command, name in STAYS.items() if command in known}
    assert set(SERVICES) == {"postgres", "redis", "migrate"} | roles
    for name, service in OURS.items():
        program, command = service["command"]
        assert (program, command in known) == ("palio", True), name
    assert {service["command"][1] for service in OURS.values()} == {"migrate"} | STAYS.keys() & known


def test_all_of_ours_run_from_one_image_without_rights() -> None:
    for service in OURS.values():
        assert (service["build"], service["read_only"], service["cap_drop"]) == (".", True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_variable_is_one_of_ours_or_of_its_image() -> None:
    for name, service in SERVICES.items():
        known = set(variables()) if name in OURS else OF_THE_IMAGES[name]
        assert set(service.get("environment", {})) <= known, name


@pytest.mark.parametrize("service", OURS)
def test_what_a_service_is_given_is_enough_for_production(service: str) -> None:
    settings = settings_of(service)
    assert (settings.environment, settings.allows_demo) == ("production", False)
    assert settings.origin == "https://palio.example"


def test_only_the_migration_has_the_owner_s_password() -> None:
    owner = SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    for name in OURS:
        settings = settings_of(name)
        database = str(settings.database_url)
        assert database == "postgresql://palio_service:of-the-application@postgres/palio"
        if name == "migrate":
            assert settings.owner_url == f"postgresql://{owner}:of-the-owner@postgres/palio"
        else:
            assert "POSTGRES_PASSWORD" not in json.dumps(OURS[name]["environment"])
            assert settings.owner_url == database


def test_a_secret_is_asked_for_and_never_has_a_default() -> None:
    asked = [found.groups() for found in ASKED.finditer(TEXT)]
    assert {name for name, *_ in asked} == GIVEN.keys() | HARMLESS
    for name, how, words in asked:
        assert (how, bool(words)) == (":?", True) if name in GIVEN else how == ":-", name
    assert "$" not in ASKED.sub("", TEXT)
    (secret,) = COMPOSE["secrets"].items()
    assert secret == ("application_password", {"environment": "APPLICATION_PASSWORD"})


def test_an_address_names_a_service_and_the_port_it_listens_on() -> None:
    found = re.findall(r"(postgresql|redis)://(?:[^@/\s]*@)?([\w.]+)(?::(\d+))?/", ASKED.sub("", TEXT))
    assert len(found) == 5
    for scheme, host, port in found:
        assert host == {"postgresql": "postgres", "redis": "redis"}[scheme]
        assert int(port or PORTS[host]) == PORTS[host]


def test_ports_are_published_on_this_machine_alone_and_are_those_listened_on() -> None:
    published = {name: ports for name, service in SERVICES.items() if (ports := service.get("ports"))}
    first = Settings.model_fields["port"].default
    for name, port in {"api": first, "gateway": first + 1}.items():
        settings = settings_of(name)
        assert published.pop(name) == [f"127.0.0.1:{port}:{settings.port}"]
        assert settings.host == "0.0.0.0"
        assert every("EXPOSE") == [str(settings.port)]
    assert published == {}


def test_everyone_waits_for_the_migration_and_it_for_the_database() -> None:
    for name, service in OURS.items():
        awaited = {other: how["condition"] for other, how in service["depends_on"].items()}
        if name == "migrate":
            assert awaited == {"postgres": "service_healthy"}
        else:
            assert awaited.pop("migrate") == "service_completed_successfully", name
            assert set(awaited.values()) <= {"service_healthy"}
        assert all("healthcheck" in SERVICES[other] for other in awaited if other != "migrate")
    assert OURS["migrate"]["restart"] == "no"


def test_whoever_stays_says_whether_it_is_well() -> None:
    for name, service in SERVICES.items():
        if name == "migrate":
            assert "healthcheck" not in service
            continue
        assert service["restart"] == "unless-stopped"
        kind, program, *words = service["healthcheck"]["test"]
        assert kind == "CMD"
        assert (name, program) in {
            ("postgres", "pg_isready"),
            ("redis", "redis-cli"),
            ("api", "python"),
            ("gateway", "python"),
            ("worker", "palio"),
        }
        if program == "palio":
            assert words[0] in {command for command, _ in commands()}


def test_the_api_is_asked_at_a_route_there_is() -> None:
    (host, port, path) = re.findall(r"http://([\d.]+):(\d+)(/\w+)", health_of_the_api()[-1])[0]
    health = {route.path for router in ROUTERS for route in router.routes} - {
        route.path for route in routes(ROUTERS)
    }
    assert path in health
    assert (host, int(port)) == ("127.0.0.1", settings_of("api").port)


def health_of_the_api() -> list[str]:
    """The command of the health check."""
    words: list[str] = SERVICES["api"]["healthcheck"]["test"][1:]
    return words


def test_the_database_is_the_release_the_tests_run_on_and_its_files_are_kept() -> None:
    postgres = SERVICES["postgres"]
    assert postgres["image"] == f"postgres:{MAJOR}"
    kept, mounted = postgres["volumes"]
    volume, _, directory = kept.partition(":")
    assert (volume in COMPOSE["volumes"], directory) == (True, "/var/lib/postgresql")  # as of image 18
    source, target, mode = mounted.split(":")
    assert (ROOT / source).is_file()
    assert (target, mode) == (f"/docker-entrypoint-initdb.d/{Path(source).name}", "ro")
    (secret,) = postgres["secrets"]
    assert f"`cat /run/secrets/{secret}`" in (ROOT / source).read_text("utf-8")


def test_the_image_has_every_package_and_nothing_that_is_not_there() -> None:
    ignored = set((ROOT / ".dockerignore").read_text("utf-8").splitlines())
    copied = []
    for instruction in every("COPY"):
        *sources, target = instruction.split()
        if sources[0] == "--from=build":
            assert sources[1:] == [target] == ["/opt/palio"]
            continue
        for source in sources:
            assert (ROOT / source).exists()
            assert source not in ignored
        copied += sources
        assert target == "./" or [target] == sources
    wheel = re.search(r"packages = (\[.*?\])", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert wheel is not None
    assert set(json.loads(wheel[1])) <= set(copied)
    assert {"pyproject.toml", "requirements.lock", "README.md", "LICENSE"} <= set(copied)
    assert {".git", ".venv", ".palio", ".env"} <= ignored


def test_whatever_the_image_installs_is_held_to_the_hashes_of_the_lock() -> None:
    installs = [
        command for run in every("RUN") for command in run.split("&&") if re.search(r"\buv ", command)
    ]
    fetching = [
        words for words in map(shlex.split, installs) if "dist/*.whl" not in words and "venv" not in words
    ]
    assert [words[:3] for words in fetching] == [["uv", "pip", "install"], ["uv", "build", "--wheel"]]
    for words in fetching:
        assert "--require-hashes" in words
        assert "requirements.lock" in words
    (offline,) = [words for words in map(shlex.split, installs) if "dist/*.whl" in words]
    assert "--no-deps" in offline


def test_the_image_installs_with_the_uv_and_the_python_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (version,) = set(re.findall(r"\buv==([\d.]+)", makefile))
    assert re.findall(r"\buv==([\d.]+)", (ROOT / "Dockerfile").read_text("utf-8")) == [version]
    assert {image.split()[0] for image in every("FROM")} == {"python:3.11-slim"}


def test_the_image_ends_as_a_user_of_its_own_with_a_command_there_is() -> None:
    last = dockerfile()[max(index for index, (word, _) in enumerate(dockerfile()) if word == "FROM") :]
    order = [word for word, _ in last]
    (user,) = [rest for word, rest in last if word == "USER"]
    (made,) = [rest for word, rest in last if word == "RUN"]
    assert made.split()[0] == "useradd"
    assert made.split()[-1] == user == "palio"
    assert order.index("RUN") < order.index("USER")
    (command,) = every("CMD")
    program, word = json.loads(command)
    assert (program, word in {name for name, _ in commands()}) == ("palio", True)
    image = image_environment()
    assert set(image) - {"PATH", "PYTHONUNBUFFERED"} <= set(variables())
    assert image["PATH"].startswith("/opt/palio/bin:")
    assert image["PALIO_HOME"] == every("WORKDIR")[-1] == made.split("--home-dir ")[1].split()[0]
