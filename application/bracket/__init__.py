"""Brackets: seeded, drawn, carried on."""
