"""Who may see a message."""
