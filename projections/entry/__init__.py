"""Who is in, who waits, and who is here."""
