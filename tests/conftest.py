"""Fixtures every test may ask for."""

import pytest

pytest.register_assert_rewrite("tests.support.given")
pytest_plugins = ["tests.support.api", "tests.support.postgres", "tests.support.redis", "tests.support.store"]
