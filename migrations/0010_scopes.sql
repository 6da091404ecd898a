-- Every stream has a scope, and its facts take that scope's next numbers: a tournament's streams share one, an account or a
-- game is its own. A scope has a kind (tournament, account, game, later others), stored with each fact.
--
-- What the release before knows goes on working beside this one until its last process has ended: append as it stands, with
-- requests that name a tournament, also the calls that wait for this migration; the views events and tournament_heads, which
-- it reads. A later migration drops these, and `store` with them, and has to before a scope of another kind is written: the
-- views know accounts and games alone as what has no tournament.

-- Who reads for long, such as a dump, makes this fail and be tried again, rather than everyone wait behind it.
SET LOCAL lock_timeout = '5s';

-- Appends wait from here, readers go on while the log is searched for the few facts that had no scope.
LOCK TABLE log_head IN EXCLUSIVE MODE;
CREATE TEMPORARY TABLE apart ON COMMIT DROP AS
SELECT position, originator_id AS scope, lower(split_part(topic, '.', 1)) AS kind, originator_version AS sequence
FROM events WHERE tournament_id IS NULL;
ANALYZE apart;

-- Readers wait from here. None of it reads the log as a whole, nor writes it anew.
ALTER TABLE events RENAME TO facts;
ALTER TABLE facts RENAME COLUMN tournament_id TO scope;
ALTER TABLE facts ADD COLUMN kind text NOT NULL DEFAULT 'tournament';
ALTER TABLE facts ALTER COLUMN kind DROP DEFAULT;
ALTER INDEX events_pkey RENAME TO facts_pkey;
ALTER INDEX events_originator_id_originator_version_key RENAME TO facts_originator_id_originator_version_key;
ALTER INDEX events_of_tournament RENAME TO facts_of_scope;
ALTER TRIGGER events_stay ON facts RENAME TO facts_stay;
ALTER TABLE commands RENAME COLUMN tournament_id TO scope;
DROP TABLE tournament_heads;

-- The one time that facts are written to: nothing they say changes, they are given numbers they did not have. Until now a
-- scope of this kind was one stream, whose versions are dense already.
ALTER TABLE facts DISABLE TRIGGER facts_stay;
UPDATE facts f SET scope = a.scope, kind = a.kind, sequence = a.sequence FROM apart a WHERE f.position = a.position;
ALTER TABLE facts ENABLE TRIGGER facts_stay;

-- Asked of new facts at once; the next migration looks at those that are there, while all go on.
ALTER TABLE facts ADD CONSTRAINT numbered CHECK (scope IS NOT NULL AND sequence IS NOT NULL) NOT VALID;

DROP VIEW events_readable;
CREATE VIEW facts_readable AS
SELECT position, kind, scope, sequence, topic, convert_from(state, 'UTF8')::jsonb AS state, originator_id,
       originator_version, schema_version, recorded_at, actor, command_id, correlation_id, causation_id
FROM facts;

-- The append function takes documents, whose fields have names and cost nothing where they are absent:
--   requests  number (from 1, in order), command, name, actor, role, address, reason, correlation (else the command),
--             causation, hash and answer (base64), kind and scope (of its facts that name none, and whose last number
--             is answered), facts (how many it states)
--   stated    request, nth (from 1), stream, version, topic, schema, state (stored as the text stands here), kind and
--             scope (else the request's, else the stream is a scope of its own)
--   guards    request, stream, version
-- Many requests are stored in one transaction. One is refused alone ('conflict') when a stream it writes or guards
-- has moved, in the log or by an earlier request of the same call; it is 'known' when its command is stored, and
-- only then the hash and the answer stored with it are given.
CREATE OR REPLACE FUNCTION store(requests json, stated json, guards json, head bigint) RETURNS TABLE (
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
        SELECT r.*, coalesce(scope, tournament) AS concerned,
               (SELECT c FROM commands c WHERE c.command_id = r.command LIMIT 1) AS known,
               row_number() OVER (PARTITION BY command ORDER BY number) AS time
        FROM json_to_recordset(requests) AS r(
            number integer, command uuid, name text, actor uuid, role text, address text, reason text,
            correlation uuid, causation uuid, hash text, answer text, scope uuid, kind text, tournament uuid,
            facts integer)
    ), said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(stated) AS f(
            request integer, nth integer, stream uuid, version integer, topic text, schema smallint, state json,
            scope uuid, kind text)
    ), needed AS (
        SELECT request, stream, min(version) - 1 AS version, true AS writes FROM said GROUP BY request, stream
        UNION ALL
        SELECT g.*, false FROM json_to_recordset(guards) AS g(request integer, stream uuid, version integer)
    ), refused AS (
        SELECT n.request
        FROM (SELECT *, min(request) FILTER (WHERE writes) OVER (PARTITION BY stream) AS writer FROM needed) AS n
        WHERE n.writer < n.request
           OR greatest(n.version, 0) <> coalesce((SELECT f.originator_version FROM facts f WHERE f.originator_id = n.stream
                                     ORDER BY f.originator_version DESC LIMIT 1), 0)
    ), accepted AS MATERIALIZED (
        SELECT a.*, head + sum(facts) OVER (ORDER BY number) AS last
        FROM asked a WHERE known IS NULL AND time = 1 AND number NOT IN (SELECT request FROM refused)
    ), placed AS (
        SELECT s.*, a.last - a.facts + s.nth AS position, coalesce(s.scope, a.concerned) AS shared,
               a.kind AS usual, a.concerned, a.actor, a.command, a.correlation, a.causation
        FROM said s JOIN accepted a ON a.number = s.request
    ), numbered AS MATERIALIZED (
        SELECT p.*, CASE WHEN shared IS NULL THEN version ELSE
                   coalesce((SELECT f.sequence FROM facts f WHERE f.scope = shared ORDER BY f.sequence DESC LIMIT 1), 0)
                   + row_number() OVER (PARTITION BY shared ORDER BY position) END AS sequence
        FROM placed p
    ), log AS (
        INSERT INTO facts (position, originator_id, originator_version, topic, schema_version, state, kind, scope,
                           sequence, recorded_at, actor, command_id, correlation_id, causation_id)
        SELECT position, stream, version, topic, schema, convert_to(state::text, 'UTF8'),
               coalesce(kind, usual, CASE WHEN shared IS NULL THEN lower(split_part(topic, '.', 1)) ELSE 'tournament' END),
               coalesce(shared, stream), sequence, instant, actor, command, coalesce(correlation, command), causation
        FROM numbered
    ), stored AS MATERIALIZED (
        SELECT a.*, n.sequence FROM accepted a LEFT JOIN (
            SELECT request, max(sequence) AS sequence FROM numbered WHERE shared = concerned GROUP BY request
        ) AS n ON n.request = a.number
    ), journal AS (
        INSERT INTO commands (command_id, name, actor, role, address, reason, request_hash, answer, scope,
                              first_position, position, sequence, recorded_at)
        SELECT command, name, actor, role, address, reason, decode(hash, 'base64'), decode(answer, 'base64'),
               concerned, CASE WHEN facts > 0 THEN last - facts + 1 END, last, sequence, instant
        FROM stored
    ), moved AS (
        UPDATE log_head SET position = a.last FROM (SELECT max(last) AS last FROM accepted) AS a WHERE a.last > head
    )
    SELECT a.number,
           CASE WHEN s.number IS NOT NULL THEN 'stored' WHEN a.known IS NULL THEN 'conflict' ELSE 'known' END,
           coalesce(s.last, (a.known).position), coalesce(s.sequence, (a.known).sequence),
           (a.known).request_hash, (a.known).answer
    FROM asked a LEFT JOIN stored s ON s.number = a.number;
END $$;

-- Whoever comes from here on is spared the call of one from the other.
CREATE OR REPLACE FUNCTION append(requests json, stated json, guards json) RETURNS TABLE (
    request integer, status text, stored_position bigint, stored_sequence bigint, stored_hash bytea,
    stored_answer bytea
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = palio, pg_temp
    SET enable_seqscan = off SET enable_nestloop = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    head     bigint;
    instant  timestamptz;
BEGIN
    SELECT h.position INTO head FROM log_head h FOR UPDATE;
    instant := clock_timestamp();

    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT r.*, coalesce(scope, tournament) AS concerned,
               (SELECT c FROM commands c WHERE c.command_id = r.command LIMIT 1) AS known,
               row_number() OVER (PARTITION BY command ORDER BY number) AS time
        FROM json_to_recordset(requests) AS r(
            number integer, command uuid, name text, actor uuid, role text, address text, reason text,
            correlation uuid, causation uuid, hash text, answer text, scope uuid, kind text, tournament uuid,
            facts integer)
    ), said AS MATERIALIZED (
        SELECT * FROM json_to_recordset(stated) AS f(
            request integer, nth integer, stream uuid, version integer, topic text, schema smallint, state json,
            scope uuid, kind text)
    ), needed AS (
        SELECT request, stream, min(version) - 1 AS version, true AS writes FROM said GROUP BY request, stream
        UNION ALL
        SELECT g.*, false FROM json_to_recordset(guards) AS g(request integer, stream uuid, version integer)
    ), refused AS (
        SELECT n.request
        FROM (SELECT *, min(request) FILTER (WHERE writes) OVER (PARTITION BY stream) AS writer FROM needed) AS n
        WHERE n.writer < n.request
           OR greatest(n.version, 0) <> coalesce((SELECT f.originator_version FROM facts f WHERE f.originator_id = n.stream
                                     ORDER BY f.originator_version DESC LIMIT 1), 0)
    ), accepted AS MATERIALIZED (
        SELECT a.*, head + sum(facts) OVER (ORDER BY number) AS last
        FROM asked a WHERE known IS NULL AND time = 1 AND number NOT IN (SELECT request FROM refused)
    ), placed AS (
        SELECT s.*, a.last - a.facts + s.nth AS position, coalesce(s.scope, a.concerned) AS shared,
               a.kind AS usual, a.concerned, a.actor, a.command, a.correlation, a.causation
        FROM said s JOIN accepted a ON a.number = s.request
    ), numbered AS MATERIALIZED (
        SELECT p.*, CASE WHEN shared IS NULL THEN version ELSE
                   coalesce((SELECT f.sequence FROM facts f WHERE f.scope = shared ORDER BY f.sequence DESC LIMIT 1), 0)
                   + row_number() OVER (PARTITION BY shared ORDER BY position) END AS sequence
        FROM placed p
    ), log AS (
        INSERT INTO facts (position, originator_id, originator_version, topic, schema_version, state, kind, scope,
                           sequence, recorded_at, actor, command_id, correlation_id, causation_id)
        SELECT position, stream, version, topic, schema, convert_to(state::text, 'UTF8'),
               coalesce(kind, usual, CASE WHEN shared IS NULL THEN lower(split_part(topic, '.', 1)) ELSE 'tournament' END),
               coalesce(shared, stream), sequence, instant, actor, command, coalesce(correlation, command), causation
        FROM numbered
    ), stored AS MATERIALIZED (
        SELECT a.*, n.sequence FROM accepted a LEFT JOIN (
            SELECT request, max(sequence) AS sequence FROM numbered WHERE shared = concerned GROUP BY request
        ) AS n ON n.request = a.number
    ), journal AS (
        INSERT INTO commands (command_id, name, actor, role, address, reason, request_hash, answer, scope,
                              first_position, position, sequence, recorded_at)
        SELECT command, name, actor, role, address, reason, decode(hash, 'base64'), decode(answer, 'base64'),
               concerned, CASE WHEN facts > 0 THEN last - facts + 1 END, last, sequence, instant
        FROM stored
    ), moved AS (
        UPDATE log_head SET position = a.last FROM (SELECT max(last) AS last FROM accepted) AS a WHERE a.last > head
    )
    SELECT a.number,
           CASE WHEN s.number IS NOT NULL THEN 'stored' WHEN a.known IS NULL THEN 'conflict' ELSE 'known' END,
           coalesce(s.last, (a.known).position), coalesce(s.sequence, (a.known).sequence),
           (a.known).request_hash, (a.known).answer
    FROM asked a LEFT JOIN stored s ON s.number = a.number;

    PERFORM pg_notify('palio', h.position::text) FROM log_head h WHERE h.position > head;
END $$;

-- From here on: what the release before reads.

CREATE VIEW events AS
SELECT position, originator_id, originator_version, topic, schema_version, state, scope AS tournament_id, sequence,
       recorded_at, actor, command_id, correlation_id, causation_id
FROM facts WHERE kind = 'tournament'
UNION ALL
SELECT position, originator_id, originator_version, topic, schema_version, state, NULL, NULL,
       recorded_at, actor, command_id, correlation_id, causation_id
FROM facts WHERE kind <> 'tournament';

CREATE VIEW tournament_heads AS
SELECT f.scope AS tournament_id,
       (SELECT l.sequence FROM facts l WHERE l.scope = f.scope ORDER BY l.sequence DESC LIMIT 1) AS sequence
FROM facts f WHERE f.sequence = 1 AND f.kind = 'tournament';

GRANT SELECT ON facts, events, tournament_heads, facts_readable TO palio_app;
