"""What is told of brackets."""
