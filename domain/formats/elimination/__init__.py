"""Formats in which each match leads to others."""
