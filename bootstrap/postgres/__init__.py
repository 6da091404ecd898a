"""PostgreSQL from a wheel, run by us."""
