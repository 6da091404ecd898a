"""A tournament, from draft to archive."""
