"""What is told of one tournament or account, however many listen."""
