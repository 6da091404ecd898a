CREATE TABLE entry (
    position      bigint PRIMARY KEY,
    tournament_id uuid,
    sequence      bigint,
    action        text,
    topic         text,
    subject       uuid,
    before        jsonb,
    after         jsonb,
    actor         uuid,
    command_id    uuid,
    at            timestamptz
);
CREATE INDEX ON entry (tournament_id, position);
