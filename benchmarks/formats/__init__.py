"""What formats cost: pairings and standings of large fields."""
