"""The log: it knows bytes, positions and topics, and nothing of tournaments."""
