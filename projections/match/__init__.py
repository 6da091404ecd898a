"""Every match with its sides, its games and how it ended."""
