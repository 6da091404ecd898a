"""Formats paired round by round on the results there are."""
