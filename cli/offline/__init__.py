"""Draws, pairings and tables at the console, without a server."""
