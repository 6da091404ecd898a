"""Trying Palio out: a demo organiser, and links that sign in."""
