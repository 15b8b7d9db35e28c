-- Conversations: people of several orgs talk in one place. `org_id` is the org that owns the conversation,
-- also on its messages and members, so that one conversation lies on one shard.
CREATE TABLE conversations (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  kind text NOT NULL CHECK (kind IN ('group', 'direct')),
  title text NOT NULL DEFAULT '',
  -- What it is about, say 'production_order:<id>'; an org has one conversation a subject.
  subject text,
  chain_id uuid REFERENCES chains,
  -- Whose people join and leave by themselves, as in `Follows` of the schema.
  follows jsonb,
  -- The two of a direct conversation in order, `person@org`, so that each pair has one; who changes firms
  -- leaves it with the old one.
  pair text,
  -- Whether those who come later may read what was said before.
  shows_history boolean NOT NULL DEFAULT false,
  last_no bigint NOT NULL DEFAULT 0,
  last_at timestamptz NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX conversations_by_subject ON conversations (org_id, subject) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX conversations_by_pair ON conversations (pair) WHERE pair IS NOT NULL;
CREATE INDEX conversations_following ON conversations (id) WHERE follows IS NOT NULL;

-- One row a stay: whoever leaves and comes back has two. A message is for those whose stay spans its number,
-- and `read_nos` holds which of those numbers were read; who reads in order has one range in it.
CREATE TABLE conversation_members (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL REFERENCES conversations,
  person_id uuid NOT NULL REFERENCES people,
  member_org_id uuid NOT NULL REFERENCES orgs,
  after_no bigint NOT NULL,
  until_no bigint,
  came text NOT NULL CHECK (came IN ('added', 'followed')),
  is_host boolean NOT NULL DEFAULT false,
  is_muted boolean NOT NULL DEFAULT false,
  is_pinned boolean NOT NULL DEFAULT false,
  joined_at timestamptz NOT NULL,
  left_at timestamptz,
  read_nos int8multirange NOT NULL DEFAULT '{}',
  PRIMARY KEY (conversation_id, person_id, after_no)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX conversation_members_present ON conversation_members (conversation_id, person_id)
  WHERE until_no IS NULL;
CREATE INDEX conversation_members_by_person ON conversation_members (person_id, member_org_id)
  WHERE until_no IS NULL;
CREATE INDEX conversation_members_by_org ON conversation_members (member_org_id, conversation_id)
  WHERE until_no IS NULL;

-- When it was read, to the minute: one row a member and a minute in which they read, whatever they read in it.
CREATE TABLE message_reads (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  read_nos int8multirange NOT NULL,
  PRIMARY KEY (conversation_id, person_id, read_at)
);

-- Who said it keeps the name of that day. `robot` names a robot of the house ('clock') or is a robot's id.
CREATE TABLE messages (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL REFERENCES conversations,
  no bigint NOT NULL,
  id uuid NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('text', 'markdown', 'picture', 'file', 'card')),
  person_id uuid,
  person_org_id uuid,
  robot text,
  sender_name text NOT NULL,
  sender_org_name text NOT NULL DEFAULT '',
  text text NOT NULL DEFAULT '',
  data jsonb NOT NULL DEFAULT '{}',
  file_id uuid REFERENCES files,
  reply_no bigint,
  mentions uuid[] NOT NULL DEFAULT '{}',
  mentions_all boolean NOT NULL DEFAULT false,
  -- What a robot has posted once under this key it does not post again.
  key text,
  at timestamptz NOT NULL,
  edited_at timestamptz,
  recalled_at timestamptz,
  recalled_by text,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (conversation_id, no)
);
CREATE UNIQUE INDEX messages_by_key ON messages (conversation_id, key) WHERE key IS NOT NULL;
CREATE INDEX messages_by_file ON messages (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX messages_mentioning ON messages (conversation_id, no) WHERE mentions_all OR mentions <> '{}';

-- What a message said before it was changed or taken back.
CREATE TABLE message_versions (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  no bigint NOT NULL,
  version int NOT NULL,
  text text NOT NULL,
  data jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (conversation_id, no, version)
);
CREATE TABLE message_pins (
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  no bigint NOT NULL,
  pinned_by uuid NOT NULL,
  pinned_at timestamptz NOT NULL,
  PRIMARY KEY (conversation_id, no)
);

-- What the live stream resumes from: a row for every new or changed message, and with `no` null for every
-- change of a conversation or its members. Numbers are drawn when the transaction commits, under a lock held
-- to its end, so that they appear in commit order however long the verb took.
CREATE TABLE conversation_changes (
  seq bigint PRIMARY KEY,
  org_id uuid NOT NULL,
  conversation_id uuid NOT NULL,
  no bigint
);

-- Words are found by pairs of letters: Chinese has no spaces to split at, and most of its words are pairs.
CREATE FUNCTION message_grams(p_text text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT before || letter), '{}') FROM (
    SELECT letter, lag(letter) OVER (ORDER BY place) AS before
    FROM unnest(string_to_array(lower(left(p_text, 5000)), NULL)) WITH ORDINALITY AS t(letter, place)) pairs
  WHERE before IS NOT NULL $$;
CREATE INDEX messages_by_grams ON messages USING gin (message_grams(text));

-- The conversations in which the acting person takes part for the acting org.
CREATE FUNCTION jingwei_my_conversations() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(conversation_id), '{}') FROM conversation_members
  WHERE person_id = jingwei_person() AND member_org_id = jingwei_org() AND until_no IS NULL $$;

CREATE FUNCTION conversation_changed(p_org uuid, p_conversation uuid, p_no bigint) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5180102);
  INSERT INTO conversation_changes
    SELECT coalesce(max(seq), 0) + 1, p_org, p_conversation, p_no FROM conversation_changes;
  PERFORM pg_notify('jingwei', json_build_object('c', p_conversation)::text);
END $$;
CREATE FUNCTION message_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN PERFORM conversation_changed(NEW.org_id, NEW.conversation_id, NEW.no); RETURN NULL; END $$;
CREATE FUNCTION conversation_itself_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN PERFORM conversation_changed(NEW.org_id, NEW.id, NULL); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER message_changes AFTER INSERT OR UPDATE ON messages
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION message_changed();
CREATE CONSTRAINT TRIGGER conversation_changes AFTER INSERT OR UPDATE OF version ON conversations
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conversation_itself_changed();

-- Says something in a conversation: locks it, draws the next number, writes. For a person it asks whether they
-- take part; a robot of the house speaks for an org that owns the conversation or has somebody in it. Whoever
-- speaks has read what they say. Answers no row when the caller has no place in it, and `is_new` false when a
-- robot has said this before.
CREATE FUNCTION post_message(p_conversation uuid, p_id uuid, p_kind text, p_robot text, p_sender_name text,
  p_text text, p_data jsonb, p_file uuid, p_reply_no bigint, p_mentions uuid[], p_mentions_all boolean,
  p_key text, p_at timestamptz)
  RETURNS TABLE (posted_no bigint, posted_id uuid, is_new boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place conversations; me uuid := jingwei_person(); mine uuid := jingwei_org(); mine_name text := '';
BEGIN
  SELECT * INTO place FROM conversations WHERE id = p_conversation FOR UPDATE;
  IF NOT FOUND OR NOT (p_robot IS NOT NULL AND place.org_id = mine) AND NOT EXISTS (
    SELECT 1 FROM conversation_members m WHERE m.conversation_id = p_conversation AND m.member_org_id = mine
      AND m.until_no IS NULL AND (p_robot IS NOT NULL OR m.person_id = me)) THEN RETURN; END IF;
  IF p_key IS NOT NULL THEN
    RETURN QUERY SELECT m.no, m.id, false FROM messages m WHERE m.conversation_id = p_conversation AND m.key = p_key;
    IF FOUND THEN RETURN; END IF;
  END IF;
  UPDATE conversations SET last_no = place.last_no + 1, last_at = greatest(last_at, p_at) WHERE id = p_conversation;
  IF p_robot IS NULL THEN
    SELECT o.short_name INTO mine_name FROM orgs o WHERE o.id = mine;
    UPDATE conversation_members m SET read_nos = read_nos + int8multirange(int8range(place.last_no + 1, place.last_no + 2))
      WHERE m.conversation_id = p_conversation AND m.person_id = me AND m.until_no IS NULL;
  END IF;
  INSERT INTO messages (org_id, conversation_id, no, id, kind, person_id, person_org_id, robot, sender_name,
      sender_org_name, text, data, file_id, reply_no, mentions, mentions_all, key, at)
    VALUES (place.org_id, p_conversation, place.last_no + 1, p_id, p_kind,
      CASE WHEN p_robot IS NULL THEN me END, CASE WHEN p_robot IS NULL THEN mine END, p_robot, p_sender_name,
      mine_name, p_text, p_data, p_file, p_reply_no, p_mentions, p_mentions_all, p_key, p_at);
  RETURN QUERY SELECT place.last_no + 1, p_id, true;
END $$;

-- Lets people in. The caller takes part already, or its org has just opened the conversation. The app has
-- asked whether the caller may find these people.
CREATE FUNCTION join_conversation(p_conversation uuid, p_people uuid[], p_orgs uuid[], p_host boolean,
  p_at timestamptz) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place conversations; joined int;
BEGIN
  SELECT * INTO place FROM conversations WHERE id = p_conversation FOR UPDATE;
  IF NOT FOUND OR NOT (p_conversation = ANY (jingwei_my_conversations())
    OR place.org_id = jingwei_org() AND NOT EXISTS (SELECT 1 FROM conversation_members m
      WHERE m.conversation_id = p_conversation)
    OR coalesce(jingwei_person() || '@' || jingwei_org() = ANY (string_to_array(place.pair, ' ')), false)) THEN
    RAISE EXCEPTION 'not a member of the conversation';
  END IF;
  INSERT INTO conversation_members (org_id, conversation_id, person_id, member_org_id, after_no, came, is_host,
      joined_at)
    SELECT place.org_id, p_conversation, a.person, a.org, place.last_no, 'added', p_host, p_at
    FROM unnest(p_people, p_orgs) AS a(person, org)
    WHERE EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = a.person AND m.org_id = a.org AND m.ended_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM conversation_members m WHERE m.conversation_id = p_conversation
        AND m.person_id = a.person AND m.until_no IS NULL)
  ON CONFLICT (conversation_id, person_id, after_no) DO UPDATE SET until_no = NULL, left_at = NULL,
    member_org_id = excluded.member_org_id, came = 'added';
  GET DIAGNOSTICS joined = ROW_COUNT;
  IF joined > 0 THEN UPDATE conversations SET version = version + 1 WHERE id = p_conversation; END IF;
  RETURN joined;
END $$;

-- Whom a conversation follows at present, one row a person; owners and managers first where it gets full.
CREATE FUNCTION conversation_followed(p_org uuid, p_follows jsonb)
  RETURNS TABLE (person_id uuid, member_org_id uuid) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  WITH RECURSIVE inside AS (
    SELECT g.id FROM partner_groups g WHERE g.id = (p_follows ->> 'groupId')::uuid AND g.org_id = p_org
    UNION SELECT g.id FROM partner_groups g JOIN inside i ON g.parent_id = i.id),
  firms AS (
    SELECT jsonb_array_elements_text(p_follows -> 'orgIds')::uuid AS org WHERE p_follows ->> 'by' = 'parties'
    UNION SELECT p_org WHERE p_follows ->> 'by' = 'parties'
    UNION SELECT p.partner_org_id FROM partners p JOIN partner_group_members m ON m.partner_id = p.id
      JOIN inside i ON i.id = m.group_id
      WHERE p_follows ->> 'by' = 'group' AND p.status = 'joined' AND p.partner_org_id IS NOT NULL)
  SELECT f.person_id, f.org_id FROM (
    SELECT DISTINCT ON (m.person_id) m.person_id, m.org_id, m.role FROM firms f
    JOIN memberships m ON m.org_id = f.org AND m.ended_at IS NULL
    WHERE p_follows ->> 'who' = 'everybody' OR m.role IN ('owner', 'manager')
    ORDER BY m.person_id, m.org_id <> p_org, m.joined_at) f
  ORDER BY f.role = 'member', f.person_id LIMIT 2000 $$;

-- Brings the members of one conversation up to date: who is followed comes in, who no longer is goes, and so
-- does everybody whose membership of their org has ended. Answers how many came and went.
CREATE FUNCTION follow_members(p_conversation uuid, p_at timestamptz) RETURNS int
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place conversations; gone int; come int := 0; people uuid[]; firms uuid[];
BEGIN
  SELECT * INTO place FROM conversations WHERE id = p_conversation FOR UPDATE;
  SELECT array_agg(f.person_id), array_agg(f.member_org_id) INTO people, firms
    FROM conversation_followed(place.org_id, place.follows) f;
  UPDATE conversation_members m SET until_no = place.last_no, left_at = p_at
    WHERE m.conversation_id = p_conversation AND m.until_no IS NULL
      AND (m.came = 'followed' AND (m.person_id, m.member_org_id) NOT IN (SELECT * FROM unnest(people, firms))
        OR (m.person_id, m.member_org_id) NOT IN (SELECT s.person_id, s.org_id FROM memberships s
          WHERE s.ended_at IS NULL AND s.org_id IN (SELECT x.member_org_id FROM conversation_members x
            WHERE x.conversation_id = p_conversation)));
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF place.follows IS NOT NULL THEN
    INSERT INTO conversation_members (org_id, conversation_id, person_id, member_org_id, after_no, came, joined_at)
      SELECT place.org_id, p_conversation, f.person, f.org, place.last_no, 'followed', p_at
      FROM unnest(people, firms) AS f(person, org)
      WHERE f.person NOT IN (SELECT m.person_id FROM conversation_members m
        WHERE m.conversation_id = p_conversation AND m.until_no IS NULL)
    ON CONFLICT (conversation_id, person_id, after_no) DO UPDATE SET until_no = NULL, left_at = NULL,
      member_org_id = excluded.member_org_id, came = 'followed';
    GET DIAGNOSTICS come = ROW_COUNT;
  END IF;
  IF gone + come > 0 THEN UPDATE conversations SET version = version + 1 WHERE id = p_conversation; END IF;
  RETURN gone + come;
END $$;

-- The conversation of a subject, made at the first call. The caller is the owner or one of the parties.
CREATE FUNCTION follow_parties(p_id uuid, p_owner uuid, p_subject text, p_title text, p_orgs uuid[],
  p_chain uuid, p_at timestamptz) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE place uuid; rule jsonb := jsonb_build_object('by', 'parties', 'who', 'managers', 'orgIds', to_jsonb(p_orgs));
BEGIN
  IF jingwei_org() IS NULL OR jingwei_org() <> ALL (p_owner || p_orgs) THEN
    RAISE EXCEPTION 'a conversation is followed for the org of its transaction';
  END IF;
  INSERT INTO conversations (id, org_id, kind, title, subject, chain_id, follows, last_at, created_by, created_at)
    VALUES (p_id, p_owner, 'group', p_title, p_subject, p_chain, rule, p_at, NULL, p_at)
    ON CONFLICT (org_id, subject) WHERE subject IS NOT NULL DO UPDATE SET title = excluded.title,
      follows = excluded.follows, chain_id = excluded.chain_id, version = conversations.version + 1
      WHERE (conversations.title, conversations.follows) IS DISTINCT FROM (excluded.title, excluded.follows);
  SELECT c.id INTO STRICT place FROM conversations c WHERE c.org_id = p_owner AND c.subject = p_subject;
  PERFORM follow_members(place, p_at);
  RETURN place;
END $$;
CREATE FUNCTION conversation_of(p_owner uuid, p_subject text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT c.id FROM conversations c WHERE c.org_id = p_owner AND c.subject = p_subject
    AND (p_owner = jingwei_org() OR EXISTS (SELECT 1 FROM conversation_members m
      WHERE m.conversation_id = c.id AND m.member_org_id = jingwei_org() AND m.until_no IS NULL)) $$;

CREATE FUNCTION direct_conversation(p_pair text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT c.id FROM conversations c WHERE c.pair = p_pair
    AND jingwei_person() || '@' || jingwei_org() = ANY (string_to_array(p_pair, ' ')) $$;

-- Names of those who take part or once did, for those who take part. No policy opens people of other orgs.
CREATE FUNCTION conversation_people(p_conversation uuid)
  RETURNS TABLE (person_id uuid, name text, job_title text, org_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.person_id, p.name, coalesce(m.job_title, ''), o.short_name
  FROM (SELECT DISTINCT ON (c.person_id) c.person_id, c.member_org_id FROM conversation_members c
    WHERE c.conversation_id = p_conversation ORDER BY c.person_id, c.after_no DESC) s
  JOIN people p ON p.id = s.person_id JOIN orgs o ON o.id = s.member_org_id
  LEFT JOIN memberships m ON m.org_id = s.member_org_id AND m.person_id = s.person_id AND m.ended_at IS NULL
  WHERE p_conversation = ANY (jingwei_my_conversations()) $$;

-- What was said that contains these letters, newest first. A policy would keep the index from being used, so
-- this reads as the owner and asks for itself whose the conversations are.
CREATE FUNCTION search_messages(p_like text, p_grams text[], p_conversation uuid, p_before timestamptz,
  p_before_id uuid, p_limit int) RETURNS TABLE (conversation_id uuid, no bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.conversation_id, m.no FROM messages m
  JOIN conversation_members s ON s.conversation_id = m.conversation_id AND s.person_id = jingwei_person()
    AND s.member_org_id = jingwei_org() AND s.until_no IS NULL
  JOIN conversations c ON c.id = m.conversation_id AND (c.shows_history OR m.no > s.after_no)
  WHERE message_grams(m.text) @> p_grams AND m.text ILIKE p_like AND m.recalled_at IS NULL
    AND m.conversation_id = coalesce(p_conversation, m.conversation_id)
    AND (p_before IS NULL OR (m.at, m.id) < (p_before, p_before_id))
  ORDER BY m.at DESC, m.id DESC LIMIT p_limit $$;

-- People join and leave by themselves whichever verb changed their org, its place or its group, so the tables
-- say it themselves. One job a firm, however many rows changed.
CREATE FUNCTION firm_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM conversations WHERE follows IS NOT NULL)
    OR EXISTS (SELECT 1 FROM conversation_members m WHERE m.member_org_id = NEW.org_id AND m.until_no IS NULL) THEN
    PERFORM add_job('messaging.follow', json_build_object('orgId', NEW.org_id), NULL, 'follow:' || NEW.org_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER people_follow AFTER INSERT OR UPDATE OF role, ended_at ON memberships
  FOR EACH ROW EXECUTE FUNCTION firm_changed();
CREATE TRIGGER partners_follow AFTER UPDATE OF status, partner_org_id ON partners FOR EACH ROW
  WHEN ((OLD.status, OLD.partner_org_id) IS DISTINCT FROM (NEW.status, NEW.partner_org_id))
  EXECUTE FUNCTION firm_changed();
CREATE FUNCTION group_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM add_job('messaging.follow', json_build_object('orgId', f.org), NULL, 'follow:' || f.org)
    FROM (SELECT DISTINCT r.org_id AS org FROM changed_rows r
      WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.org_id = r.org_id AND c.follows ->> 'by' = 'group')) f;
  RETURN NULL;
END $$;
CREATE TRIGGER groups_follow_in AFTER INSERT ON partner_group_members REFERENCING NEW TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION group_changed();
CREATE TRIGGER groups_follow_out AFTER DELETE ON partner_group_members REFERENCING OLD TABLE AS changed_rows
  FOR EACH STATEMENT EXECUTE FUNCTION group_changed();

ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_reads ENABLE ROW LEVEL SECURITY;
ALTER TABLE messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_pins ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversation_changes ENABLE ROW LEVEL SECURITY;
-- Who takes part reads; the owner's org as such (a job of it) does too, but none of its people from outside.
CREATE POLICY part ON conversations USING (id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY house ON conversations FOR SELECT
  USING (org_id = (SELECT jingwei_org()) AND (SELECT jingwei_person()) IS NULL);
CREATE POLICY opened ON conversations FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org()));
CREATE POLICY part ON conversation_members USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY house ON conversation_members FOR SELECT
  USING (org_id = (SELECT jingwei_org()) AND (SELECT jingwei_person()) IS NULL);
CREATE POLICY part ON messages USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY house ON messages FOR SELECT
  USING (org_id = (SELECT jingwei_org()) AND (SELECT jingwei_person()) IS NULL);
CREATE POLICY part ON message_versions USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY part ON message_pins USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY seen ON message_reads FOR SELECT
  USING (conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY own_insert ON message_reads FOR INSERT WITH CHECK (person_id = (SELECT jingwei_person())
  AND conversation_id = ANY ((SELECT jingwei_my_conversations())::uuid[]));
CREATE POLICY own_update ON message_reads FOR UPDATE USING (person_id = (SELECT jingwei_person()));
CREATE POLICY in_message ON files FOR SELECT USING (EXISTS (SELECT 1 FROM messages m
  WHERE m.file_id = files.id AND m.recalled_at IS NULL));

GRANT SELECT, INSERT ON conversations TO jingwei_app;
GRANT UPDATE (title, follows, shows_history, version) ON conversations TO jingwei_app;
GRANT SELECT, UPDATE (until_no, left_at, is_host, is_muted, is_pinned, read_nos) ON conversation_members
  TO jingwei_app;
GRANT SELECT, UPDATE (text, data, edited_at, recalled_at, recalled_by, version) ON messages TO jingwei_app;
GRANT SELECT, INSERT ON message_versions TO jingwei_app;
GRANT SELECT, INSERT, DELETE ON message_pins TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (read_nos) ON message_reads TO jingwei_app;
REVOKE ALL ON FUNCTION conversation_changed, message_changed, conversation_itself_changed, post_message,
  join_conversation, conversation_followed, follow_members, follow_parties, conversation_of, direct_conversation,
  conversation_people, search_messages, firm_changed, group_changed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION post_message, join_conversation, follow_members, follow_parties, conversation_of,
  direct_conversation, conversation_people, search_messages TO jingwei_app;
