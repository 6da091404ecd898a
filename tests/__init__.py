"""The tests, each at the lowest level that can fail for the reason it cares about."""
