CREATE TABLE registration (
    tournament_id   uuid,
    registration_id uuid,
    account_id      uuid,
    name            text,
    answers         jsonb,
    status          text,
    ordinal         bigint,
    PRIMARY KEY (tournament_id, registration_id)
);
