CREATE TABLE account (
    account_id   uuid PRIMARY KEY,
    handle       text,
    display_name text,
    role         text,
    version      integer,
    opened_at    timestamptz
);
