CREATE TABLE match (
    tournament_id uuid,
    match_id      uuid,
    bracket_id    uuid,
    number        integer,
    round         integer,
    name          text,
    best_of       integer,
    level         boolean,
    seats         integer,
    status        text,
    side_0        uuid,
    side_1        uuid,
    starts_at     timestamptz,
    station       text,
    reported_by   integer,
    report_0      jsonb,
    report_1      jsonb,
    games         jsonb,
    winner        integer,
    ending        text,
    version       integer,
    sequence      bigint,
    PRIMARY KEY (tournament_id, match_id)
);
CREATE INDEX ON match (match_id);
CREATE TABLE seat (
    tournament_id uuid,
    match_id      uuid,
    side          integer,
    entrant       uuid,
    PRIMARY KEY (tournament_id, match_id, side)
);
CREATE INDEX ON seat (match_id);
