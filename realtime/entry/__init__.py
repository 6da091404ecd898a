"""What is told of whoever enters."""
