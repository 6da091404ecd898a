-- Jobs: what is done after a transaction, at least once. Their tables are those of procrastinate, in a schema of their own,
-- as the release that is installed has them; a test fails where that one has further migrations, which then become ours.
CREATE SCHEMA jobs;
SET LOCAL search_path = jobs;
-- include procrastinate.sql schema.sql

-- Whoever holds a connection may put a job in or take one up, wherever its search path leads.
DO $$
DECLARE
    own regprocedure;
BEGIN
    FOR own IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', own);
    END LOOP;
END $$;

-- A job that goes back to wait may meet another of its name and arguments there: the two would be one too many for the
-- unique index, and the first would stay with a worker that has given it up. So the one that comes back makes no claim.
CREATE FUNCTION come_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.queueing_lock := NULL;
    RETURN NEW;
END $$;
CREATE TRIGGER jobs_come_back BEFORE UPDATE OF status ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status <> 'todo' AND NEW.status = 'todo') EXECUTE FUNCTION come_back();

-- What a job last failed of; the log has the rest.
CREATE TABLE errors (
    job_id bigint PRIMARY KEY REFERENCES procrastinate_jobs ON DELETE CASCADE,
    error  text NOT NULL,
    at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON procrastinate_jobs (status) WHERE status IN ('todo', 'doing', 'failed');

GRANT USAGE ON SCHEMA jobs TO palio_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_workers TO palio_app;
GRANT SELECT, INSERT ON procrastinate_events TO palio_app;
GRANT SELECT, UPDATE ON procrastinate_periodic_defers TO palio_app;
GRANT SELECT, INSERT, UPDATE ON errors TO palio_app;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO palio_app;

-- How far in the log each reaction has come. The log is the outbox: what is owed is what lies beyond (ADR 0027).
SET LOCAL search_path = palio;
CREATE TABLE reactions (
    reaction text PRIMARY KEY,
    position bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON reactions TO palio_app;
