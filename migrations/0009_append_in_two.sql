-- What append does is cut in two, so that the tables can change beneath those who are at it. `append` takes the head's lock
-- and then calls `store`. A call that waits for a migration, which holds that lock, calls the `store` it left behind; `append`
-- itself stays what it is, and those who prepared it need not prepare it again.
CREATE FUNCTION store(requests json, stated json, guards json, head bigint) RETURNS TABLE (
    request integer, status text, stored_position bigint, stored_sequence bigint, stored_hash bytea,
    stored_answer bytea
)
-- One plan serves all calls and is made when the log is short, so it is held to what serves a long log and a large
-- batch: no sequential scans, no nested loops, and LIMIT 1 keeps look-ups from becoming joins over whole tables.
LANGUAGE plpgsql SET search_path = palio, pg_temp
    SET enable_seqscan = off SET enable_nestloop = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    instant  timestamptz := clock_timestamp();
BEGIN
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT r.*, (SELECT c FROM commands c WHERE c.command_id = r.command LIMIT 1) AS known,
               row_number() OVER (PARTITION BY command ORDER BY number) AS time
        FROM json_to_recordset(requests) AS r(
            number integer, command uuid, name text, actor uuid, role text, address text, reason text,
            correlation uuid, causation uuid, hash text, answer text, tournament uuid, facts integer)
    ), said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(stated) AS f(
            request integer, nth integer, stream uuid, version integer, topic text, schema smallint, state json)
    ), needed AS (
        SELECT request, stream, min(version) - 1 AS version, true AS writes FROM said GROUP BY request, stream
        UNION ALL
        SELECT g.*, false FROM json_to_recordset(guards) AS g(request integer, stream uuid, version integer)
    ), refused AS (
        SELECT n.request
        FROM (SELECT *, min(request) FILTER (WHERE writes) OVER (PARTITION BY stream) AS writer FROM needed) AS n
        WHERE n.writer < n.request
           OR greatest(n.version, 0) <> coalesce((SELECT e.originator_version FROM events e WHERE e.originator_id = n.stream
                                     ORDER BY e.originator_version DESC LIMIT 1), 0)
    ), accepted AS MATERIALIZED (
        SELECT * FROM asked WHERE known IS NULL AND time = 1 AND number NOT IN (SELECT request FROM refused)
    ), heads AS (
        INSERT INTO tournament_heads AS h
        SELECT tournament, sum(facts) FROM accepted WHERE tournament IS NOT NULL AND facts > 0 GROUP BY tournament
        ON CONFLICT (tournament_id) DO UPDATE SET sequence = h.sequence + EXCLUDED.sequence
        RETURNING h.tournament_id, h.sequence
    ), placed AS MATERIALIZED (
        SELECT a.*, head + sum(facts) OVER (ORDER BY number) AS last,
               CASE WHEN facts > 0 THEN h.sequence - sum(facts) OVER (PARTITION BY tournament)
                    + sum(facts) OVER (PARTITION BY tournament ORDER BY number) END AS last_of_tournament
        FROM accepted a LEFT JOIN heads h ON h.tournament_id = a.tournament
    ), log AS (
        INSERT INTO events (position, originator_id, originator_version, topic, schema_version, state,
                            tournament_id, sequence, recorded_at, actor, command_id, correlation_id, causation_id)
        SELECT p.last - p.facts + s.nth, s.stream, s.version, s.topic, s.schema, convert_to(s.state::text, 'UTF8'),
               p.tournament, p.last_of_tournament - p.facts + s.nth, instant, p.actor, p.command,
               coalesce(p.correlation, p.command), p.causation
        FROM said s JOIN placed p ON p.number = s.request
    ), journal AS (
        INSERT INTO commands (command_id, name, actor, role, address, reason, request_hash, answer, tournament_id,
                              first_position, position, sequence, recorded_at)
        SELECT command, name, actor, role, address, reason, decode(hash, 'base64'), decode(answer, 'base64'),
               tournament, CASE WHEN facts > 0 THEN last - facts + 1 END, last, last_of_tournament, instant
        FROM placed
    ), moved AS (
        UPDATE log_head SET position = p.last FROM (SELECT max(last) AS last FROM placed) AS p WHERE p.last > head
    )
    SELECT a.number,
           CASE WHEN p.number IS NOT NULL THEN 'stored' WHEN a.known IS NULL THEN 'conflict' ELSE 'known' END,
           coalesce(p.last, (a.known).position), coalesce(p.last_of_tournament, (a.known).sequence),
           (a.known).request_hash, (a.known).answer
    FROM asked a LEFT JOIN placed p ON p.number = a.number;
END $$;
REVOKE ALL ON FUNCTION store FROM PUBLIC;

CREATE OR REPLACE FUNCTION append(requests json, stated json, guards json) RETURNS TABLE (
    request integer, status text, stored_position bigint, stored_sequence bigint, stored_hash bytea,
    stored_answer bytea
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = palio, pg_temp AS $$
#variable_conflict use_column
DECLARE
    head bigint;
BEGIN
    SELECT h.position INTO head FROM log_head h FOR UPDATE;
    RETURN QUERY SELECT s.* FROM store(requests, stated, guards, head) AS s;
    PERFORM pg_notify('palio', h.position::text) FROM log_head h WHERE h.position > head;
END $$;
