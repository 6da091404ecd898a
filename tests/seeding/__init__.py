"""Orders of seeds."""
