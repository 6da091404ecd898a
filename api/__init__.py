"""The HTTP door: parse, execute, answer."""
