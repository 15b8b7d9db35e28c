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
