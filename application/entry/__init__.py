"""Entries: who comes in, leaves, is here, comes late or in for another."""
