"""Fixtures every test may ask for."""

pytest_plugins = ["tests.support.api", "tests.support.postgres", "tests.support.redis", "tests.support.store"]
