CREATE TABLE bracket (
    tournament_id uuid,
    bracket_id    uuid,
    stage         integer,
    status        text,
    played_as     jsonb,
    ties          text,
    best_of       integer,
    seeds         jsonb,
    draw          jsonb,
    drawn         bigint,
    opened        bigint,
    version       integer,
    sequence      bigint,
    PRIMARY KEY (tournament_id, bracket_id)
);
CREATE TABLE round (
    tournament_id uuid,
    bracket_id    uuid,
    number        integer,
    drawn         bigint,
    draw          jsonb,
    idle          jsonb,
    PRIMARY KEY (tournament_id, bracket_id, number)
);
CREATE TABLE joining (
    tournament_id uuid,
    bracket_id    uuid,
    joined        bigint,
    meetings      jsonb,
    PRIMARY KEY (tournament_id, bracket_id, joined)
);
CREATE TABLE entrant (
    tournament_id uuid,
    bracket_id    uuid,
    entrant       uuid,
    missed        jsonb,
    joined        bigint,
    kind          text,
    changed       bigint,
    conduct       integer,
    recorded      bigint,
    PRIMARY KEY (tournament_id, bracket_id, entrant)
);
