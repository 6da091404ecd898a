"""What is told of accounts."""
