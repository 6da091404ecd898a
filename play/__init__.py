"""A tournament file, read, played through the HTTP API, and drawn."""
