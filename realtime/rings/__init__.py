"""Frames in a ring, and cursors that read it."""
