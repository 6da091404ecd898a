"""Accounts, signing in, and games."""
