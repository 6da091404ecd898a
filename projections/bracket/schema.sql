CREATE TABLE bracket (
    tournament_id uuid PRIMARY KEY,
    bracket_id    uuid,
    status        text,
    best_of       integer,
    seeds         jsonb,
    draw          jsonb,
    version       integer,
    sequence      bigint
);
