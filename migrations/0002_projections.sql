-- How far each view has come, and the facts it could not take.
CREATE TABLE checkpoints (
    view     text PRIMARY KEY,
    version  integer NOT NULL,
    position bigint NOT NULL
);
CREATE TABLE dead_letters (
    view        text NOT NULL,
    position    bigint NOT NULL,
    error       text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (view, position)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON checkpoints, dead_letters TO palio_app;
