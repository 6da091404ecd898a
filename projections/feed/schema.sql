CREATE TABLE entry (
    tournament_id uuid,
    sequence      bigint,
    topic         text,
    subject       uuid,
    said          jsonb,
    at            timestamptz,
    PRIMARY KEY (tournament_id, sequence)
);
