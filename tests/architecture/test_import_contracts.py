"""Every import contract is kept, and each one is seen to break when its rule is broken on purpose."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NAMES = [contract["name"] for contract in CONFIGURATION["contracts"]]
OFFENCES = [
    ("layers", {"domain/offence.py": "import eventstore"}),
    ("layers", {"projections/offence.py": "import application"}),
    ("layers", {"eventstore/offence.py": "import domain"}),
    ("layers", {"identity/offence.py": "import bootstrap"}),
    ("layers", {"bootstrap/offence.py": "import cli"}),
    ("layers", {"play/offence.py": "import demo"}),
    ("layers", {"realtime/offence.py": "import api"}),
    ("pure-domain", {"domain/offence.py": "import psycopg"}),
    ("wiring", {"api/offence.py": "import redis"}),
    ("kernels", {"domain/kernel/offence.py": "import domain.offence", "domain/offence.py": ""}),
    ("kernels", {"api/pages/offence.py": "import api.offence", "api/offence.py": ""}),
    ("kernels", {"application/kernel/offence.py": "import domain.match.match"}),
    ("kernels", {"projections/kernel/offence.py": "import domain.entry.registration"}),
    ("kernels", {"realtime/kernel/offence.py": "import realtime.offence", "realtime/offence.py": ""}),
    ("siblings", {"domain/game/offence.py": "import domain.account.account"}),
    ("siblings", {"application/account/offence.py": "import application.match.handlers"}),
    ("siblings", {"projections/account/offence.py": "import projections.match.projector"}),
    ("siblings", {"realtime/game/offence.py": "import realtime.match.told"}),
    ("siblings", {"realtime/rooms/offence.py": "import realtime.match.told"}),
    ("siblings", {"api/game/offence.py": "import api.account.models"}),
    (
        "acyclic",
        {"domain/game/one.py": "import domain.game.two", "domain/game/two.py": "import domain.game.one"},
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their contracts, free to be broken."""
    for package in CONFIGURATION["root_packages"]:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=directory, capture_output=True, text=True, check=False)


def broken(outcome: subprocess.CompletedProcess[str]) -> set[str]:
    return {
        name for name in NAMES for line in outcome.stdout.splitlines() if line.split()[:2] == [name, "BROKEN"]
    }


def test_the_contracts_are_kept(copy: Path) -> None:
    outcome = lint(copy)
    assert outcome.returncode == 0, outcome.stdout
    assert not broken(outcome)


def test_every_contract_has_an_offence_here() -> None:
    assert set(NAMES) == {name for name, _ in OFFENCES}


@pytest.mark.parametrize(("name", "files"), OFFENCES, ids=lambda part: part if type(part) is str else "")
def test_an_offence_is_reported_by_the_contract_it_breaks(
    copy: Path, name: str, files: dict[str, str]
) -> None:
    for path, line in files.items():
        (copy / path).write_text(f'"""Breaks a rule on purpose."""\n\n{line}\n')
    outcome = lint(copy)
    assert outcome.returncode != 0
    assert broken(outcome) == {name}
