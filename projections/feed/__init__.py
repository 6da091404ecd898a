"""What happened, in sentences a person reads."""
