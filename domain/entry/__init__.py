"""Who takes part: registrations, and the places they have or wait for."""
