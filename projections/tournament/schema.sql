CREATE TABLE tournament (
    tournament_id uuid PRIMARY KEY,
    slug          text,
    name          text,
    status        text,
    published     boolean,
    visibility    text,
    game          uuid,
    owner         uuid,
    definition    jsonb,
    created       bigint,
    version       integer,
    sequence      bigint,
    updated_at    timestamptz
);
CREATE INDEX ON tournament (created);
CREATE TABLE version (
    tournament_id uuid,
    number        integer,
    sequence      bigint,
    definition    jsonb,
    reason        text,
    actor         uuid,
    at            timestamptz,
    PRIMARY KEY (tournament_id, number)
);
CREATE TABLE staff (
    tournament_id uuid,
    account_id    uuid,
    role          text,
    PRIMARY KEY (tournament_id, account_id)
);
CREATE INDEX ON staff (account_id);
