CREATE TABLE match (
    tournament_id uuid,
    match_id      uuid,
    number        integer,
    round         integer,
    name          text,
    best_of       integer,
    status        text,
    side_0        uuid,
    side_1        uuid,
    starts_at     timestamptz,
    station       text,
    games         jsonb,
    winner        integer,
    ending        text,
    sequence      bigint,
    PRIMARY KEY (tournament_id, match_id)
);
