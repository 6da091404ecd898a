"""What is told, however many listen."""
