"""Stored facts over HTTP."""
