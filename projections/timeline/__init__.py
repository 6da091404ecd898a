"""Rows of views fact by fact: what stood before each, and after."""
