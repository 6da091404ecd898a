"""The draw, and where every result leads."""
