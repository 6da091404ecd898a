"""Tie-breaks, by what they look at."""
