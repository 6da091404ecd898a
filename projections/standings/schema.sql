CREATE TABLE place (
    tournament_id uuid,
    bracket_id    uuid,
    entrant       uuid,
    low           integer,
    high          integer,
    match         integer,
    decided       bigint,
    ended         bigint,
    PRIMARY KEY (tournament_id, bracket_id, entrant)
);
