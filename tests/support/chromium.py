"""The browser of the tests is the machine's Chromium; `make test` installs Debian's where there is none."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    f"There is no browser for the tests: apt-get install chromium, or have {' or '.join(NAMES)} on the PATH."
)


def found() -> str | None:
    """The program, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """From Debian's packages, as root; where that fails, it is the tests that say so."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for words in (("update", "-qq"), ("install", "-qq", "--yes", "--no-install-recommends", "chromium")):
        command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *words]
        if shutil.which(command[0]) is None or subprocess.run(command, check=False).returncode:
            sys.stderr.write(MISSING + "\n")
            return


if __name__ == "__main__" and found() is None:
    install()
