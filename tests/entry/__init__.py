"""Who comes in, leaves, and is here."""
