"""Pages as people meet them, in a real browser."""
