"""Rounds paired on the results there are."""
