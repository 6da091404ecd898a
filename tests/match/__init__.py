"""Matches as they are played and put right."""
