"""Accounts over HTTP, and signing in."""
