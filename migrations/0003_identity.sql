-- Secrets: what must be removable, and therefore never stands in the log.
CREATE SCHEMA identity;
CREATE TABLE identity.credentials (
    credential  uuid PRIMARY KEY,
    hash        text NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
-- A family is one signed-in session: every refresh token descends from the one before it.
CREATE TABLE identity.families (
    family     uuid PRIMARY KEY,
    account    uuid NOT NULL,
    began_at   timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    ended_by   text
);
CREATE INDEX ON identity.families (account) WHERE ended_at IS NULL;
CREATE TABLE identity.refresh_tokens (
    hash       bytea PRIMARY KEY,
    family     uuid NOT NULL REFERENCES identity.families ON DELETE CASCADE,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
GRANT USAGE ON SCHEMA identity TO palio_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identity TO palio_app;
