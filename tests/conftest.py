"""Fixtures every test may ask for."""

import hypothesis
import pytest

pytest.register_assert_rewrite("tests.support.given")
pytest_plugins = [
    "tests.support.api",
    "tests.support.browser",
    "tests.support.jobs",
    "tests.support.postgres",
    "tests.support.redis",
    "tests.support.store",
    "tests.support.tiers",
]
hypothesis.settings.register_profile("palio", deadline=None)  # a slow machine is no failure
hypothesis.settings.load_profile("palio")
