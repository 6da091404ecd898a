CREATE TABLE tournament (
    tournament_id      uuid PRIMARY KEY,
    slug               text,
    name               text,
    status             text,
    visibility         text,
    owner              uuid,
    definition         jsonb,
    sequence           bigint,
    updated_at         timestamptz
);
CREATE INDEX ON tournament (slug);
CREATE TABLE version (
    tournament_id uuid,
    sequence      bigint,
    definition    jsonb,
    reason        text,
    actor         uuid,
    at            timestamptz,
    PRIMARY KEY (tournament_id, sequence)
);
