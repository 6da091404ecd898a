CREATE TABLE tournament (
    tournament_id          uuid PRIMARY KEY,
    status                 text,
    opened_at              timestamptz,
    registration_opens_at  timestamptz,
    registration_closes_at timestamptz,
    check_in_opens_at      timestamptz,
    check_in_closes_at     timestamptz
);
CREATE INDEX ON tournament (status) WHERE status IN ('published', 'registration_open', 'registration_closed');
