"""Tournaments: led through their life."""
