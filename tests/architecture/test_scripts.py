"""Every script is checked as strictly as the code, with tools pinned by their hashes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.test_repository import FILES, ROOT

NODE = Path(sys.executable).with_name("node")
OFFENCES = {
    "a type that does not fit": "/** @type {number} */\nexport const seconds = 'one';\n",
    "a parameter without a type": "export const twice = (score) => score * 2;\n",
    "a null nobody thought of": "document.querySelector('main').remove();\n",
}


def tsc(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = ROOT / "node_modules/typescript/bin/tsc"
    command = [NODE, program, "-p", directory / "jsconfig.json", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_script_of_ours_is_left_unchecked() -> None:
    checked = {Path(line) for line in tsc(ROOT, "--listFilesOnly").stdout.splitlines()}
    ours = {path for path in FILES if path.suffix == ".js" and not path.name.endswith(".min.js")}
    assert ours - checked == set()


@pytest.mark.parametrize("offence", OFFENCES.values(), ids=list(OFFENCES))
def test_an_offence_in_a_script_is_refused(tmp_path: Path, offence: str) -> None:
    shutil.copy(ROOT / "jsconfig.json", tmp_path)
    script = tmp_path / "api/static/offence.js"
    script.parent.mkdir(parents=True)
    script.write_text(offence)
    outcome = tsc(tmp_path)
    assert outcome.returncode != 0
    assert "api/static/offence.js" in outcome.stdout


def test_every_package_of_the_checks_is_pinned_by_its_hash() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []
