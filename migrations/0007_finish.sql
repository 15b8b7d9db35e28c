-- What the first modules still lacked: indexes, and narrow looks past a policy.

-- How many devices a member of my org is signed in on: a number, because a session is its person's own.
CREATE FUNCTION jingwei_member_sessions(p_person uuid, p_now timestamptz) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM sessions
  WHERE person_id = p_person AND org_id = jingwei_org() AND revoked_at IS NULL AND expires_at > p_now $$;
