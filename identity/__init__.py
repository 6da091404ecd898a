"""Who someone is: secrets, tokens and sessions, all of them outside the log."""
