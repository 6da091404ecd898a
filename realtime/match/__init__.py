"""What is told of matches."""
