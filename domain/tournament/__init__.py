"""A tournament: its definition, its life, and what it asks of entrants."""
