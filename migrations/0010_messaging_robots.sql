-- Robots in: addresses to which scripts post. The key is shown once; only its hash is kept.
CREATE TABLE robots (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  conversation_id uuid NOT NULL REFERENCES conversations,
  name text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  hint text NOT NULL,
  -- From where it may be used: addresses or ranges; empty for anywhere.
  addresses text[] NOT NULL DEFAULT '{}',
  per_minute int NOT NULL DEFAULT 20,
  -- How often it was used in the minute that began then.
  minute_at timestamptz NOT NULL DEFAULT '-infinity',
  minute_count int NOT NULL DEFAULT 0,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  rotated_at timestamptz,
  used_at timestamptz,
  removed_at timestamptz,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX robots_by_conversation ON robots (conversation_id) WHERE removed_at IS NULL;
-- What a robot has uploaded and may send for three days.
CREATE TABLE robot_media (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  robot_id uuid NOT NULL REFERENCES robots,
  file_id uuid NOT NULL REFERENCES files,
  created_at timestamptz NOT NULL
);

-- Robots out: where messages and notices are forwarded. Addresses and secrets are read by jobs only: whoever
-- holds one may post in somebody's group.
CREATE TABLE destinations (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  kind text NOT NULL CHECK (kind IN ('wecom', 'dingtalk', 'feishu', 'webhook')),
  name text NOT NULL,
  url text NOT NULL,
  secret text NOT NULL DEFAULT '',
  hint text NOT NULL,
  language text NOT NULL DEFAULT 'zh' CHECK (language IN ('zh', 'en')),
  takes_notices boolean NOT NULL DEFAULT false,
  -- Nothing is sent before this; a limit that was met moves it.
  ready_at timestamptz NOT NULL,
  -- While a call is on its way nobody else sends; a process that died is waited for until then.
  busy_until timestamptz,
  -- When the last messages went out, newest first: what the limits are counted from.
  sent_at timestamptz[] NOT NULL DEFAULT '{}',
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  paused_at timestamptz,
  removed_at timestamptz,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX destinations_by_org ON destinations (org_id) WHERE removed_at IS NULL;
CREATE INDEX destinations_of_notices ON destinations (org_id) WHERE takes_notices AND removed_at IS NULL;
-- What of a conversation a destination is sent.
CREATE TABLE destination_sources (
  org_id uuid NOT NULL,
  destination_id uuid NOT NULL REFERENCES destinations ON DELETE CASCADE,
  conversation_id uuid NOT NULL REFERENCES conversations,
  takes text NOT NULL CHECK (takes IN ('digests', 'alerts', 'robots', 'all')),
  PRIMARY KEY (destination_id, conversation_id)
);
CREATE INDEX destination_sources_by_conversation ON destination_sources (conversation_id);

-- One row for each thing to be said at a destination. It ends as sent, or as failed with a reason; nothing
-- leaves the queue otherwise. Several that wait may go out in one call, which `call_id` names.
CREATE TABLE forwards (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  destination_id uuid NOT NULL REFERENCES destinations ON DELETE CASCADE,
  no bigint GENERATED ALWAYS AS IDENTITY,
  -- What it is about, 'message:<id>' or 'notice:<id>': forwarded once a destination.
  source text NOT NULL,
  title text NOT NULL,
  text text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  tries int NOT NULL DEFAULT 0,
  failure text,
  call_id uuid,
  created_at timestamptz NOT NULL,
  tried_at timestamptz,
  done_at timestamptz,
  UNIQUE (destination_id, source)
);
CREATE INDEX forwards_waiting ON forwards (destination_id, no) WHERE state = 'waiting';
CREATE INDEX forwards_by_org ON forwards (org_id, no DESC);

-- What is said is forwarded in its own transaction, whoever says it and however.
CREATE FUNCTION forward_message() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE place text; queued record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM destination_sources s WHERE s.conversation_id = NEW.conversation_id) THEN
    RETURN NULL;
  END IF;
  SELECT title INTO place FROM conversations WHERE id = NEW.conversation_id;
  FOR queued IN
    INSERT INTO forwards (id, org_id, destination_id, source, title, text, created_at)
    SELECT jingwei_uuid(), d.org_id, d.id, 'message:' || NEW.id, coalesce(nullif(place, ''), NEW.sender_name),
      CASE WHEN NEW.robot IS NULL THEN NEW.sender_name || ': ' ELSE '' END
        || coalesce(NEW.data -> 'texts' ->> d.language, NEW.text), NEW.at
    FROM destination_sources s JOIN destinations d ON d.id = s.destination_id AND d.removed_at IS NULL
    WHERE s.conversation_id = NEW.conversation_id AND CASE s.takes WHEN 'all' THEN true
      WHEN 'robots' THEN NEW.robot IS NOT NULL
      WHEN 'digests' THEN NEW.data ->> 'template' LIKE '%digest'
      ELSE NEW.data ->> 'template' LIKE '%warning%' OR NEW.data ->> 'template' LIKE '%alert%' END
    ON CONFLICT DO NOTHING RETURNING org_id, destination_id
  LOOP
    PERFORM add_job('messaging.forward', json_build_object('orgId', queued.org_id, 'destinationId',
      queued.destination_id), NULL, 'forward:' || queued.destination_id);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER messages_forward AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION forward_message();

-- Notices go to the recipient's own destinations. It begins with the few destinations, not with the receipts.
CREATE FUNCTION forward_notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE queued record;
BEGIN
  IF NEW.kind NOT IN ('sent', 'relayed', 'retried', 'reminded') THEN RETURN NULL; END IF;
  FOR queued IN
    INSERT INTO forwards (id, org_id, destination_id, source, title, text, created_at)
    SELECT jingwei_uuid(), d.org_id, d.id, 'notice:' || n.id || ':' || NEW.wave, n.title,
      coalesce(nullif(n.body, ''), n.title), NEW.at
    FROM destinations d JOIN notices n ON n.id = NEW.notice_id
    WHERE d.takes_notices AND d.removed_at IS NULL AND EXISTS (SELECT 1 FROM receipts r
      WHERE r.recipient_org_id = d.org_id AND r.notice_id = n.id AND r.delivered_at IS NOT NULL
        AND CASE NEW.kind WHEN 'reminded' THEN r.state IN ('delivered', 'read') ELSE r.wave = NEW.wave END)
    ON CONFLICT DO NOTHING RETURNING org_id, destination_id
  LOOP
    PERFORM add_job('messaging.forward', json_build_object('orgId', queued.org_id, 'destinationId',
      queued.destination_id), NULL, 'forward:' || queued.destination_id);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER dispatches_forward AFTER INSERT ON dispatches FOR EACH ROW EXECUTE FUNCTION forward_notice();

ALTER TABLE robots ENABLE ROW LEVEL SECURITY;
ALTER TABLE robot_media ENABLE ROW LEVEL SECURITY;
ALTER TABLE destinations ENABLE ROW LEVEL SECURITY;
ALTER TABLE destination_sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE forwards ENABLE ROW LEVEL SECURITY;
CREATE POLICY part ON robots USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY its_own ON robots AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM conversations c
  WHERE c.id = robots.conversation_id AND c.org_id = robots.org_id));
CREATE POLICY own ON destinations USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON destination_sources USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON forwards USING (org_id = (SELECT jingwei_org()));
GRANT SELECT (id, org_id, conversation_id, name, hint, addresses, per_minute, created_by, created_at, rotated_at,
    used_at, removed_at, version), INSERT,
  UPDATE (name, addresses, per_minute, key_hash, hint, rotated_at, removed_at, version) ON robots TO jingwei_app;
GRANT SELECT (id, org_id, kind, name, hint, language, takes_notices, ready_at, sent_at, created_by, created_at, paused_at,
    removed_at, version), INSERT,
  UPDATE (name, url, secret, hint, language, takes_notices, ready_at, paused_at, removed_at, version)
  ON destinations TO jingwei_app;
GRANT SELECT, INSERT, DELETE ON destination_sources TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (state, tries, failure, call_id, done_at) ON forwards TO jingwei_app;
REVOKE ALL ON FUNCTION forward_message, forward_notice FROM PUBLIC;
