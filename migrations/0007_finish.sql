-- What the first modules still lacked: indexes, and narrow looks past a policy.

-- How many devices a member of my org is signed in on: a number, because a session is its person's own.
CREATE FUNCTION jingwei_member_sessions(p_person uuid, p_now timestamptz) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM sessions
  WHERE person_id = p_person AND org_id = jingwei_org() AND revoked_at IS NULL AND expires_at > p_now $$;

-- Which content still has a row, and which file a row of another table refers to: asked by every sweep.
CREATE INDEX files_by_sha256 ON files (sha256);
CREATE INDEX files_by_age ON files (created_at);
CREATE INDEX imports_by_file ON imports (file_id);
CREATE INDEX notice_files_by_file ON notice_files (file_id);

-- A list sorted by code or tier begins at once, as one sorted by name does: a policy leaves the order of an
-- index alone, but nothing else would spare sorting the whole chain.
CREATE INDEX partners_by_place_code ON partners (chain_id, code, id);
CREATE INDEX partners_by_tier ON partners (chain_id, tier, name, id);
-- What a search looks through. Folding the letters of every row for every search costs three times as much.
ALTER TABLE partners ADD COLUMN sought text NOT NULL
  GENERATED ALWAYS AS (lower(name || E'\n' || code)) STORED;

-- A partner that goes takes its turns and mark-ups along: found by these, not by reading whole tables.
CREATE INDEX relays_by_partner ON relays (partner_id);
CREATE INDEX markups_by_seller ON markups (seller_partner_id) WHERE seller_partner_id IS NOT NULL;
CREATE INDEX imports_by_parent ON imports (parent_id) WHERE parent_id IS NOT NULL;
