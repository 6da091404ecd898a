"""Tournaments as people find them."""
