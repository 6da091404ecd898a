"""Accounts as people find them."""
