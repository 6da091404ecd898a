"""Instants at which something is to be done."""
