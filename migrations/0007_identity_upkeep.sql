-- The tokens of a session are found by it, and those long expired by their age.
CREATE INDEX ON identity.refresh_tokens (family);
CREATE INDEX ON identity.refresh_tokens (expires_at);
