-- No receipt of a notice was delivered later than this, so an inbox reads its newest notices and stops. A wave
-- of deliveries writes it once.
ALTER TABLE notices ADD COLUMN last_delivered_at timestamptz;
UPDATE notices n SET last_delivered_at =
  (SELECT max(r.delivered_at) FROM receipts r WHERE r.notice_id = n.id);
DROP INDEX notices_by_chain;
CREATE INDEX notices_by_chain ON notices (chain_id, last_delivered_at);

-- What was delivered to an org up to an instant and waits still. All else up to then is settled for good: receipts do not
-- turn back. So counting what waits looks at these and at what came since.
CREATE TABLE inbox_floors (
  org_id uuid PRIMARY KEY REFERENCES orgs ON DELETE CASCADE,
  settled_at timestamptz NOT NULL,
  notice_ids uuid[] NOT NULL,
  partner_ids uuid[] NOT NULL
);
ALTER TABLE inbox_floors ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON inbox_floors USING (org_id = (SELECT jingwei_org()));
GRANT SELECT ON inbox_floors TO jingwei_app;

-- What the acting org has received. The functions below read it as the owner, because policies would ask of each notice of a
-- chain anew whether it was received, which is what is being found out; nobody else may.
CREATE VIEW deliveries AS
  SELECT h.partner_id AS place_id, r.notice_id, r.partner_id, r.state, r.delivered_at, n.kind, n.title,
    n.last_delivered_at, r.state = 'delivered' OR r.state = 'read' AND n.kind <> 'announcement' AS is_open
  FROM place_orgs h JOIN notices n ON n.chain_id = h.chain_id
  JOIN receipts r ON r.notice_id = n.id AND r.partner_id = h.partner_id
  WHERE h.org_id = jingwei_org() AND r.recipient_org_id = jingwei_org()
    AND n.last_delivered_at IS NOT NULL AND r.delivered_at IS NOT NULL;
REVOKE ALL ON deliveries FROM PUBLIC, jingwei_app;

-- A page of an inbox, newest first. Of each place the notices that moved last are walked until there are enough: what lies deeper
-- was delivered before the last of them. Twice as many are walked, so that an old notice that reached somebody late does not
-- lead back to its beginning.
CREATE FUNCTION inbox_page(p_limit int, p_kinds text[], p_like text, p_before timestamptz, p_notice uuid,
    p_partner uuid) RETURNS TABLE (notice_id uuid, partner_id uuid, delivered_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off AS $$
  SELECT d.notice_id, d.partner_id, d.delivered_at FROM place_orgs h
  CROSS JOIN LATERAL (SELECT CASE WHEN count(*) < p_limit THEN '-infinity' ELSE min(newest.at) END AS at FROM (
    SELECT walked.at FROM (SELECT d.delivered_at AS at FROM deliveries d
        WHERE d.place_id = h.partner_id AND (p_kinds IS NULL OR d.kind = ANY(p_kinds))
          AND (p_like IS NULL OR d.title ILIKE p_like) AND (p_before IS NULL
            OR (d.delivered_at, d.notice_id, d.partner_id) < (p_before, p_notice, p_partner))
        ORDER BY d.last_delivered_at DESC LIMIT 2 * p_limit) walked
    ORDER BY walked.at DESC LIMIT p_limit) newest) edge
  JOIN deliveries d ON d.place_id = h.partner_id AND d.last_delivered_at >= edge.at
    AND (p_kinds IS NULL OR d.kind = ANY(p_kinds)) AND (p_like IS NULL OR d.title ILIKE p_like)
    AND (p_before IS NULL OR (d.delivered_at, d.notice_id, d.partner_id) < (p_before, p_notice, p_partner))
  WHERE h.org_id = jingwei_org()
  ORDER BY d.delivered_at DESC, d.notice_id DESC, d.partner_id DESC LIMIT p_limit $$;

-- What the acting org has not read, or read and not yet answered.
CREATE FUNCTION inbox_open() RETURNS TABLE (notice_id uuid, partner_id uuid, state text, delivered_at timestamptz,
    kind text, title text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off AS $$
  SELECT r.notice_id, r.partner_id, r.state, r.delivered_at, n.kind, n.title
  FROM inbox_floors f CROSS JOIN unnest(f.notice_ids, f.partner_ids) AS o(notice_id, partner_id)
  JOIN receipts r ON r.notice_id = o.notice_id AND r.partner_id = o.partner_id JOIN notices n ON n.id = r.notice_id
  WHERE f.org_id = jingwei_org() AND r.recipient_org_id = jingwei_org()
    AND (r.state = 'delivered' OR r.state = 'read' AND n.kind <> 'announcement')
  UNION ALL
  SELECT d.notice_id, d.partner_id, d.state, d.delivered_at, d.kind, d.title
  FROM (SELECT coalesce((SELECT settled_at FROM inbox_floors WHERE org_id = jingwei_org()), '-infinity') AS at) floor
  JOIN deliveries d ON d.last_delivered_at > floor.at AND d.delivered_at > floor.at
  WHERE d.is_open $$;

-- Raises the floor to an hour ago, when every delivery up to then has surely been committed, and once an hour at most. Who
-- leaves a thousand notices open keeps the old floor. A place that comes to an org brings no receipts of its own from before.
CREATE FUNCTION settle_inbox(p_now timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM inbox_floors f
    WHERE f.org_id = jingwei_org() AND f.settled_at > p_now - interval '2 hours') THEN RETURN; END IF;
  INSERT INTO inbox_floors
  SELECT jingwei_org(), p_now - interval '1 hour', coalesce(array_agg(o.notice_id), '{}'),
    coalesce(array_agg(o.partner_id), '{}')
  FROM inbox_open() o WHERE o.delivered_at <= p_now - interval '1 hour'
  HAVING count(*) < 1000
  ON CONFLICT (org_id) DO UPDATE SET settled_at = excluded.settled_at, notice_ids = excluded.notice_ids,
    partner_ids = excluded.partner_ids;
END $$;

DROP FUNCTION jingwei_received;
REVOKE EXECUTE ON FUNCTION inbox_page, inbox_open, settle_inbox FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inbox_page, inbox_open, settle_inbox TO jingwei_app;
