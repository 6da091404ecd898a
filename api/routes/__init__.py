"""Routes: parse, execute, answer."""
