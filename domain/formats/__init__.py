"""Formats as pure functions: entrants and results in, draw out; one file a format."""
