"""Everyone's place."""
