"""The environment is read once, and what is wrong with it is said in one sentence each."""

import stat
from ipaddress import ip_network
from pathlib import Path
from uuid import UUID

import pytest

from bootstrap.settings import Settings, SettingsRefused, load, variables
from eventstore.unsafe import LIMITS, OURS
from realtime.access.limits import Limits

SECRET = "s" * 32


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine and no .env of the checkout."""
    for name in (*variables(), *LIMITS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(**variables: str) -> list[str]:
    with pytest.raises(SettingsRefused) as refused:
        load(**variables)
    return str(refused.value).splitlines()


def test_nothing_needs_to_be_set_on_ones_own_machine() -> None:
    settings = load()
    assert (settings.environment, settings.database_url, settings.port) == ("development", None, 8000)
    assert settings.origin == "http://127.0.0.1:8000"


def test_variables_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALIO_PORT", "9000")
    monkeypatch.setenv("PALIO_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
    monkeypatch.setenv("REDIS_URL", "")
    settings = load()
    assert settings.port == 9000
    assert [str(network) for network in settings.trusted_proxies] == ["10.0.0.0/8", "::1/128"]
    assert settings.redis_url is None


def test_variables_of_other_programs_are_not_taken_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"HOME": "/elsewhere", "HOST": "elsewhere", "PORT": "1", "DEMO": "false"}.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert (str(settings.home), settings.host, settings.port, settings.demo) == (
        ".palio",
        "127.0.0.1",
        8000,
        None,
    )


def test_demo_organisers_are_made_on_ones_own_machine_or_where_that_is_asked_for() -> None:
    assert load().allows_demo
    assert not load(PALIO_DEMO=False).allows_demo
    assert not load(PALIO_HOST="0.0.0.0").allows_demo
    assert load(PALIO_HOST="0.0.0.0", PALIO_DEMO=True).allows_demo


def test_production_names_everything_that_must_be_set() -> None:
    (sentence,) = refusal(PALIO_ENV="production")
    assert sentence == (
        "DATABASE_URL must be set in production. SECRET_KEY must be set in production."
        " BASE_URL must be set in production."
    )


def test_production_starts_with_all_three() -> None:
    settings = load(
        PALIO_ENV="production",
        DATABASE_URL="postgresql://db/palio",
        SECRET_KEY=SECRET,
        BASE_URL="https://palio.example",
    )
    assert settings.origin == "https://palio.example"
    assert settings.owner_url == "postgresql://db/palio"


def test_the_stream_is_limited_as_its_own_defaults_say() -> None:
    settings = load()
    assert settings.limits == Limits()
    assert settings.origins == ("http://127.0.0.1:8000",)


def test_limits_of_the_stream_may_be_moved_and_some_turned_off() -> None:
    settings = load(
        PALIO_STREAM_MESSAGES="5",
        PALIO_STREAM_BURST="6",
        PALIO_STREAM_PAYLOAD="2048",
        PALIO_STREAM_PER_ACCOUNT="4",
        PALIO_STREAM_PER_ADDRESS="off",
        PALIO_STREAM_PER_ROOM="off",
        PALIO_STREAM_EXEMPT_NETWORKS="192.0.2.0/24, 2001:db8::/32",
        PALIO_STREAM_EXEMPT_TOURNAMENTS=str(UUID(int=1)),
        PALIO_STREAM_ORIGINS="https://Palio.example, http://localhost:3000",
    )
    assert settings.limits == Limits(
        messages_per_second=5,
        burst=6,
        payload_bytes=2048,
        per_account=4,
        per_address=None,
        per_room=None,
        exempt_networks=(ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")),
        exempt_tournaments=frozenset([UUID(int=1)]),
    )
    assert settings.origins == ("https://palio.example", "http://localhost:3000")


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("PALIO_STREAM_MESSAGES", "off"),
        ("PALIO_STREAM_BURST", "0"),
        ("PALIO_STREAM_PAYLOAD", "1000000"),
        ("PALIO_STREAM_PER_ACCOUNT", "0"),
        ("PALIO_STREAM_PER_ADDRESS", "few"),
        ("PALIO_STREAM_EXEMPT_NETWORKS", "192.0.2.0/24,here"),
        ("PALIO_STREAM_EXEMPT_TOURNAMENTS", "cup"),
        ("PALIO_STREAM_ORIGINS", "https://palio.example/"),
        ("PALIO_STREAM_ORIGINS", "*"),
    ],
)
def test_a_limit_of_the_stream_that_makes_no_sense_is_refused(variable: str, text: str) -> None:
    (sentence,) = refusal(**{variable: text})
    assert sentence.startswith(f"{variable}: ")


def test_each_bad_variable_gets_one_sentence_that_names_it_and_shows_no_value() -> None:
    sentences = refusal(
        PALIO_PORT="70000",
        SECRET_KEY="short-secret",
        DATABASE_URL="mysql://user:pw@db",
        PALIO_TRUSTED_PROXIES="me",
    )
    assert [sentence.split(":")[0] for sentence in sentences] == [
        "DATABASE_URL",
        "SECRET_KEY",
        "PALIO_PORT",
        "PALIO_TRUSTED_PROXIES",
    ]
    assert not any("short-secret" in sentence or "pw@db" in sentence for sentence in sentences)


HARMFUL = {
    "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
    "AGGREGATE_CACHE_FASTFORWARD": "Off",
    "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
    "CIPHER_KEY": "secret",
    "COMPRESSOR_TOPIC": "zlib",
    "PERSISTENCE_MODULE": "eventsourcing.postgres",
    "APPLICATION_RECORDER_TOPIC": "eventsourcing.postgres:PostgresApplicationRecorder",
    "MAPPER_TOPIC": "eventsourcing.persistence:Mapper",
}


def test_every_setting_that_harms_the_log_is_tried_here() -> None:
    assert set(HARMFUL) == set(LIMITS)


@pytest.mark.parametrize("variable", HARMFUL)
def test_a_setting_that_harms_the_log_is_refused_with_the_way_out(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AGGREGATE_CACHE_MAXSIZE", "100")
    monkeypatch.setenv(variable, HARMFUL[variable])
    (sentence,) = refusal()
    assert sentence.startswith(f"{variable}: ")
    assert "unset it" in sentence
    assert HARMFUL[variable] not in sentence


def test_the_librarys_settings_that_harm_nothing_are_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    harmless = {
        "POSTGRES_ENABLE_DB_FUNCTIONS": "No",
        "AGGREGATE_CACHE_MAXSIZE": "100",
        "AGGREGATE_CACHE_FASTFORWARD": "yes",
        "CIPHER_KEY": "",
        **OURS,
    }
    for name, value in harmless.items():
        monkeypatch.setenv(name, value)
    assert load()


def test_a_settings_object_shows_no_secret() -> None:
    shown = repr(load(SECRET_KEY=SECRET, DATABASE_URL="postgresql://user:hunter2@db/palio"))
    assert SECRET not in shown
    assert "hunter2" not in shown


def test_a_development_secret_is_made_once_and_is_private() -> None:
    first, again = load().signing_key(), load().signing_key()
    assert first == again
    assert len(first) >= 32
    assert stat.S_IMODE(Path(".palio/secret_key").stat().st_mode) == 0o600
    assert [path.name for path in Path(".palio").iterdir()] == ["secret_key"]


def test_every_field_has_a_variable_and_a_description() -> None:
    assert len(variables()) == len(Settings.model_fields)
    assert all(description.endswith(".") for description in variables().values())


def test_the_example_is_short_and_names_only_variables_that_exist() -> None:
    example = Path(__file__).parents[2] / ".env.example"
    lines = example.read_text().splitlines()
    assert len(lines) <= 12
    assert {line.split("=")[0] for line in lines if not line.startswith("#")} <= set(variables())
