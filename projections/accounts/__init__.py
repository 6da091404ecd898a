"""Accounts: handle, shown name and role; never a secret."""
