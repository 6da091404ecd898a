-- Long streams as they once stood: a cache, emptied at any time without loss, and never a source of truth.
CREATE TABLE snapshots (
    originator_id uuid PRIMARY KEY,
    version       integer NOT NULL,
    schema        text NOT NULL,
    state         bytea NOT NULL,
    taken_at      timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshots TO palio_app;
