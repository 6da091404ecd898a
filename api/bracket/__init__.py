"""Brackets over HTTP."""
