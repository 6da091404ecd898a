"""Forward-only SQL, applied in order by `palio migrate`."""
