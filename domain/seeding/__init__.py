"""Seeding as pure functions: who has which seed, and where each seed stands in a draw."""
