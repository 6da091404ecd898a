CREATE TABLE registration (
    tournament_id   uuid,
    registration_id uuid,
    account_id      uuid,
    name            text,
    answers         jsonb,
    status          text,
    ordinal         bigint,
    version         integer,
    PRIMARY KEY (tournament_id, registration_id)
);
CREATE INDEX ON registration (registration_id);
CREATE INDEX ON registration (account_id);
CREATE INDEX ON registration (tournament_id, ordinal);
