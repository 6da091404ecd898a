"""Who is asking: passwords, tokens and the families of refresh tokens."""
