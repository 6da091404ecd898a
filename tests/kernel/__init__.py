"""What holds for any command."""
