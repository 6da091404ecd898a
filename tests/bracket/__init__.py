"""Brackets, seeded, drawn and played."""
