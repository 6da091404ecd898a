"""Accounts: opened, given roles and credentials."""
