"""What happened in a tournament, in sentences."""
