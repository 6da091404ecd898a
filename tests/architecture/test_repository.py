"""The tree keeps what everyone relies on: no registry hosts, no machine's paths, small documented modules."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
FILES = [path for path in (ROOT / name for name in LISTED) if path.is_file()]
MODULES = [path for path in FILES if path.suffix == ".py" and "tests" not in path.parts]
HOSTS = re.compile("|".join(rf"{host}\.(org|com)" for host in ("pypi", "pythonhosted", "npmjs", "debian")))
HOMES = re.compile(r"/(home|root|Users)/[a-z]")


@pytest.mark.parametrize("forbidden", [HOSTS, HOMES], ids=["registry hosts", "machine paths"])
def test_no_file_names_what_belongs_to_one_machine(forbidden: re.Pattern[str]) -> None:
    texts = {path: path.read_text("utf-8", errors="ignore") for path in FILES if path.name != "LICENSE"}
    assert [str(path) for path, text in texts.items() if forbidden.search(text)] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_is_true_in_it(module: Path) -> None:
    text = module.read_text("utf-8")
    assert ast.get_docstring(ast.parse(text))


def test_the_wheel_carries_every_package() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    carried = configuration["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    packages = {
        path.parent.name for path in FILES if path.name == "__init__.py" and path.parent.parent == ROOT
    }
    assert set(carried) == packages - {"tests", "benchmarks"}


def test_the_wheel_carries_whatever_stands_in_its_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.iterdir()
    carried = set(zipfile.ZipFile(wheel).namelist())
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    packages = configuration["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    ours = {path.relative_to(ROOT) for path in FILES}
    assert {str(path) for path in ours if path.parts[0] in packages} - carried == set()


def test_ci_runs_what_a_contributor_runs() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ["make check", "make test"]
    own = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line.replace(" --no-print-directory", "") for line in own if line.startswith("make")] == commands
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", contributing)) <= targets
    assert all(command in contributing for command in commands)


def test_every_contract_between_packages_is_told_to_contributors() -> None:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [one["name"] for one in configuration["contracts"] if f"| {one['name']} |" not in told] == []


def test_every_page_is_on_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text("utf-8")
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    decisions = {page for page in pages if page.startswith("adr/")}
    assert [page for page in sorted(pages - decisions - {"README.md"}) if f"]({page})" not in index] == []
    listed = (ROOT / "docs/adr/README.md").read_text("utf-8")
    assert [page for page in decisions if f"]({Path(page).name})" not in listed + "](README.md)"] == []
