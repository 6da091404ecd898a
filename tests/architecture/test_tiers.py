"""`make test-fast` leaves out what starts processes, all of it; `make test` leaves out nothing."""

import os
import sys

import pytest

from tests.support.tiers import StartsProcess, starts_processes

APART = ("browser.test_live", "cli.test_command_line", "docs.test_tutorial", "seeding.test_lots")
BESIDE_WHAT_ALL_SHARE = ("match.test_playing", "eventstore.test_append", "api.test_matrix")


@pytest.mark.parametrize("module", APART)
def test_a_module_that_may_start_processes_is_apart_also_by_way_of_another(module: str) -> None:
    assert starts_processes(f"tests.{module}")


@pytest.mark.parametrize("module", BESIDE_WHAT_ALL_SHARE)
def test_a_module_that_stands_on_what_all_share_is_not(module: str) -> None:
    assert not starts_processes(f"tests.{module}")


def test_a_test_that_is_not_apart_and_starts_a_process_fails() -> None:
    with pytest.raises(StartsProcess, match="test_a_test_that_is_not_apart"):
        os.posix_spawn(sys.executable, [sys.executable, "--version"], {})
