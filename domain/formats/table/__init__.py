"""Formats that standings decide, drawn as a whole or by challenges."""
