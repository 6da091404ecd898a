-- The log. Positions are dense and in commit order: they are allotted from one head row, locked until commit.
CREATE TABLE events (
    position           bigint PRIMARY KEY,
    originator_id      uuid NOT NULL,
    originator_version integer NOT NULL,
    topic              text NOT NULL,
    schema_version     smallint NOT NULL,
    state              bytea NOT NULL,
    tournament_id      uuid,
    sequence           bigint,
    recorded_at        timestamptz NOT NULL,
    actor              uuid,
    command_id         uuid NOT NULL,
    correlation_id     uuid NOT NULL,
    causation_id       uuid,
    UNIQUE (originator_id, originator_version)
);
CREATE UNIQUE INDEX events_of_tournament ON events (tournament_id, sequence) WHERE tournament_id IS NOT NULL;

CREATE VIEW events_readable AS
SELECT position, tournament_id, sequence, topic, convert_from(state, 'UTF8')::jsonb AS state, originator_id,
       originator_version, schema_version, recorded_at, actor, command_id, correlation_id, causation_id
FROM events;

-- The journal: one row a command. It answers a repeated key, an ambiguous commit, and "who, from where, why".
CREATE TABLE commands (
    command_id     uuid PRIMARY KEY,
    name           text NOT NULL,
    actor          uuid,
    role           text NOT NULL,
    address        text,
    reason         text,
    request_hash   bytea,
    answer         bytea NOT NULL,
    tournament_id  uuid,
    first_position bigint,
    position       bigint NOT NULL,
    sequence       bigint,
    recorded_at    timestamptz NOT NULL
);

CREATE TABLE log_head (position bigint NOT NULL);
INSERT INTO log_head VALUES (0);
CREATE TABLE tournament_heads (tournament_id uuid PRIMARY KEY, sequence bigint NOT NULL);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: what has happened stays', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER commands_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Stores many requests in one transaction. A request is refused alone ('conflict') when a stream it writes or
-- guards has moved, in the log or by an earlier request of the same call; 'known' when its command is stored.
CREATE FUNCTION append(
    r_command uuid[], r_name text[], r_actor uuid[], r_role text[], r_address text[], r_reason text[],
    r_correlation uuid[], r_causation uuid[], r_hash bytea[], r_answer bytea[], r_tournament uuid[],
    e_request integer[], e_stream uuid[], e_version integer[], e_topic text[], e_schema smallint[], e_state bytea[],
    g_request integer[], g_stream uuid[], g_version integer[]
) RETURNS TABLE (
    request integer, status text, stored_position bigint, stored_sequence bigint, stored_hash bytea,
    stored_answer bytea
)
-- Plans are kept from the first calls, when the log is short, so they are held to the indexes from the start:
-- no sequential scans, and LIMIT 1 keeps look-ups from becoming joins or hashed sub-plans over the whole table.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = palio, pg_temp 
    SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    head     bigint;
    added    bigint;
    instant  timestamptz;
    known    integer[];
    refused  integer[];
BEGIN
    SELECT h.position INTO head FROM log_head h FOR UPDATE;
    instant := clock_timestamp();

    SELECT coalesce(array_agg(r.n), '{}') INTO known
    FROM unnest(r_command) WITH ORDINALITY AS r(command, n)
    WHERE (SELECT true FROM commands c WHERE c.command_id = r.command LIMIT 1);

    WITH needed AS (
        SELECT e.request, e.stream, min(e.version) - 1 AS version, true AS writes
        FROM unnest(e_request, e_stream, e_version) AS e(request, stream, version) GROUP BY 1, 2
        UNION ALL
        SELECT g.*, false FROM unnest(g_request, g_stream, g_version) AS g
    ), ordered AS (
        SELECT *, min(request) FILTER (WHERE writes) OVER (PARTITION BY stream) AS first_writer FROM needed
    )
    SELECT coalesce(array_agg(DISTINCT n.request), '{}') INTO refused
    FROM ordered n
    WHERE n.first_writer < n.request
       OR (SELECT true FROM events x
           WHERE x.originator_id = n.stream AND x.originator_version = n.version + 1 LIMIT 1)
       OR (n.version > 0 AND (SELECT true FROM events x
           WHERE x.originator_id = n.stream AND x.originator_version = n.version LIMIT 1) IS NULL);

    SELECT refused || coalesce(array_agg(n), '{}') INTO refused
    FROM (SELECT n::integer, row_number() OVER (PARTITION BY command ORDER BY n) AS time
          FROM unnest(r_command) WITH ORDINALITY AS r(command, n)) AS twice
    WHERE time > 1;

    WITH accepted AS (
        SELECT e.*, r_tournament[e.request] AS tournament, head + row_number() OVER (ORDER BY e.ord) AS place
        FROM unnest(e_request, e_stream, e_version, e_topic, e_schema, e_state)
             WITH ORDINALITY AS e(request, stream, version, topic, schema, state, ord)
        WHERE e.request <> ALL (known) AND e.request <> ALL (refused)
    ), heads AS (
        INSERT INTO tournament_heads AS h
        SELECT tournament, count(*) FROM accepted WHERE tournament IS NOT NULL GROUP BY tournament
        ON CONFLICT (tournament_id) DO UPDATE SET sequence = h.sequence + EXCLUDED.sequence
        RETURNING h.tournament_id, h.sequence
    )
    INSERT INTO events
    SELECT a.place, a.stream, a.version, a.topic, a.schema, a.state, a.tournament,
           h.sequence - count(*) OVER (PARTITION BY a.tournament)
                      + row_number() OVER (PARTITION BY a.tournament ORDER BY a.place),
           instant, r_actor[a.request], r_command[a.request], r_correlation[a.request], r_causation[a.request]
    FROM accepted a LEFT JOIN heads h ON h.tournament_id = a.tournament;
    GET DIAGNOSTICS added = ROW_COUNT;

    INSERT INTO commands
    SELECT r_command[r.n], r_name[r.n], r_actor[r.n], r_role[r.n], r_address[r.n], r_reason[r.n], r_hash[r.n],
           r_answer[r.n], r_tournament[r.n], s.first, coalesce(s.last, head + added), s.sequence, instant
    FROM generate_subscripts(r_command, 1) AS r(n)
    LEFT JOIN (SELECT command_id, min(position) AS first, max(position) AS last, max(sequence) AS sequence
               FROM events WHERE position > head GROUP BY command_id) s ON s.command_id = r_command[r.n]
    WHERE r.n <> ALL (known) AND r.n <> ALL (refused)
    ON CONFLICT (command_id) DO NOTHING;

    IF added > 0 THEN
        UPDATE log_head SET position = head + added;
        PERFORM pg_notify('palio', (head + added)::text);
    END IF;

    RETURN QUERY
    SELECT r.n, CASE WHEN r.n = ANY (known) THEN 'known' WHEN r.n = ANY (refused) THEN 'conflict' ELSE 'stored' END,
           c.position, c.sequence, c.request_hash, c.answer
    FROM generate_subscripts(r_command, 1) AS r(n)
    LEFT JOIN LATERAL (SELECT * FROM commands WHERE command_id = r_command[r.n] LIMIT 1) AS c ON true;
END $$;

REVOKE ALL ON FUNCTION append FROM PUBLIC;
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'palio_app') THEN
        CREATE ROLE palio_app NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of the same server made it meanwhile
END $$;
GRANT USAGE ON SCHEMA palio TO palio_app;
GRANT SELECT ON migrations, events, events_readable, commands, log_head, tournament_heads TO palio_app;
GRANT EXECUTE ON FUNCTION append TO palio_app;
