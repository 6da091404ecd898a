CREATE TABLE place (
    tournament_id uuid,
    entrant       uuid,
    low           integer,
    high          integer,
    match         integer,
    sequence      bigint,
    PRIMARY KEY (tournament_id, entrant)
);
