-- What every module stands on: the tenant, ids, the event record, idempotent creates, files, throttles.
CREATE EXTENSION IF NOT EXISTS ltree;

-- The tenant is set by `SET LOCAL jingwei.org = '...'` in each transaction. Policies wrap these in a
-- sub-select so that PostgreSQL evaluates them once a query, not once a row.
CREATE FUNCTION jingwei_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('jingwei.org', true), '')::uuid $$;
CREATE FUNCTION jingwei_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('jingwei.person', true), '')::uuid $$;

-- UUID version 7 for set-based inserts (PostgreSQL 18 has its own, 15 to 17 have not).
CREATE FUNCTION jingwei_uuid() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- The record: one row a fact, append-only, numbered without gaps and hash-chained per org.
CREATE TABLE events (
  org_id uuid NOT NULL,
  seq bigint NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  at timestamptz NOT NULL,
  actor jsonb NOT NULL,
  data jsonb NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (org_id, seq)
);
CREATE INDEX events_by_subject ON events (org_id, subject, seq);
CREATE TABLE event_heads (org_id uuid PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL);

CREATE FUNCTION event_hash(prev bytea, p_org uuid, p_seq bigint, p_id uuid, p_type text, p_subject text,
  p_at timestamptz, p_actor jsonb, p_data jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(prev || convert_to(jsonb_build_array(p_org, p_seq, p_id, p_type, p_subject,
    extract(epoch FROM p_at)::numeric(20, 6), p_actor, p_data)::text, 'UTF8'))
$$;

-- The head row is locked until commit, so that an org's numbers appear in commit order and a reader
-- who has seen number n will never be shown a smaller one later.
CREATE FUNCTION append_event(p_org uuid, p_id uuid, p_type text, p_subject text, p_at timestamptz,
  p_actor jsonb, p_data jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE head event_heads; next_hash bytea; stamp timestamptz := date_trunc('milliseconds', p_at);
BEGIN
  IF p_org IS DISTINCT FROM jingwei_org() THEN
    RAISE EXCEPTION 'an event belongs to the org of its transaction';
  END IF;
  INSERT INTO event_heads VALUES (p_org, 0, '\x') ON CONFLICT (org_id) DO NOTHING;
  SELECT * INTO head FROM event_heads WHERE org_id = p_org FOR UPDATE;
  next_hash := event_hash(head.hash, p_org, head.seq + 1, p_id, p_type, p_subject, stamp, p_actor, p_data);
  INSERT INTO events VALUES (p_org, head.seq + 1, p_id, p_type, p_subject, stamp, p_actor, p_data,
    head.hash, next_hash);
  UPDATE event_heads SET seq = head.seq + 1, hash = next_hash WHERE org_id = p_org;
  PERFORM pg_notify('jingwei', json_build_object('e', p_org)::text);
  RETURN head.seq + 1;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the record is append-only'; END $$;
CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Jobs commit with their fact: the app's role may add a job, and nothing else, to the queue.
CREATE FUNCTION add_job(p_task text, p_payload json, p_run_at timestamptz, p_key text)
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT graphile_worker.add_job(identifier => p_task, payload => p_payload, run_at => p_run_at,
    job_key => p_key, max_attempts => 25)
$$;
CREATE FUNCTION drop_job(p_key text) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$ SELECT graphile_worker.remove_job(p_key) $$;

-- An answer is stored with the verb's own writes, so a repeated request gets the first answer.
CREATE TABLE idempotent_requests (
  org_id uuid NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  status int,
  answer jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, key)
);
CREATE INDEX idempotent_requests_by_age ON idempotent_requests (created_at);

CREATE TABLE files (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 text NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL
);
CREATE INDEX files_by_org ON files (org_id);

-- Counts of failed attempts per name; only the owner's connection (sign-in itself) touches it.
CREATE TABLE throttles (key text PRIMARY KEY, failures int NOT NULL, until timestamptz NOT NULL);

ALTER TABLE events ENABLE ROW LEVEL SECURITY;
ALTER TABLE event_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotent_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
ALTER TABLE throttles ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON events USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON event_heads USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON idempotent_requests USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON files USING (org_id = (SELECT jingwei_org()));

GRANT SELECT ON events, event_heads TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON idempotent_requests TO jingwei_app;
GRANT SELECT, INSERT, DELETE ON files TO jingwei_app;
REVOKE ALL ON FUNCTION append_event, add_job, drop_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_event, add_job, drop_job TO jingwei_app;
