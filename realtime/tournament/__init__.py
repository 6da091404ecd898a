"""What is told of a tournament and its staff."""
