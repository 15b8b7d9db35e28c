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

-- What the acting org has received is found by these functions, which read as the owner: policies would ask of each notice of a
-- chain anew whether it was received. A receipt is looked up by its key, notice by notice (OFFSET 0 keeps it so).

-- At least the newest receipts of an inbox, as many as asked. At each place the notices that moved last are walked until enough
-- were delivered after all that lies deeper; how late that is, is looked at each time as many more were found.
CREATE FUNCTION inbox_page(p_limit int, p_kinds text[], p_like text, p_before timestamptz, p_notice uuid,
    p_partner uuid) RETURNS TABLE (notice_id uuid, partner_id uuid, delivered_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
  place record;
  one record;
  times timestamptz[];
  edge timestamptz;
BEGIN
  FOR place IN SELECT h.partner_id, h.chain_id FROM place_orgs h WHERE h.org_id = jingwei_org() LOOP
    times := '{}';
    edge := '-infinity';
    FOR one IN SELECT n.id, n.last_delivered_at AS last, r.delivered_at AS at FROM notices n
      CROSS JOIN LATERAL (SELECT r.delivered_at FROM receipts r WHERE r.notice_id = n.id
        AND r.partner_id = place.partner_id AND r.recipient_org_id = jingwei_org()
        AND r.delivered_at IS NOT NULL OFFSET 0) r
      WHERE n.chain_id = place.chain_id AND n.last_delivered_at IS NOT NULL
        AND (p_kinds IS NULL OR n.kind = ANY(p_kinds)) AND (p_like IS NULL OR n.title ILIKE p_like)
        AND (p_before IS NULL
          OR (r.delivered_at, n.id, place.partner_id) < (p_before, p_notice, p_partner))
      ORDER BY n.last_delivered_at DESC
    LOOP
      EXIT WHEN one.last < edge;
      notice_id := one.id;
      partner_id := place.partner_id;
      delivered_at := one.at;
      RETURN NEXT;
      times := times || one.at;
      IF cardinality(times) % p_limit = 0 THEN
        edge := (SELECT min(newest.at) FROM
          (SELECT at FROM unnest(times) AS at ORDER BY at DESC LIMIT p_limit) newest);
      END IF;
    END LOOP;
  END LOOP;
END $$;

-- What the acting org has not read, or read and not yet answered.
CREATE FUNCTION inbox_open() RETURNS TABLE (notice_id uuid, partner_id uuid, state text, delivered_at timestamptz,
    kind text, title text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_bitmapscan = off AS $$
  WITH kept AS MATERIALIZED (SELECT * FROM inbox_floors WHERE org_id = jingwei_org()),
  candidates AS (
    SELECT n.id, n.kind, n.title, o.partner_id, '-infinity'::timestamptz AS since
    FROM kept CROSS JOIN unnest(kept.notice_ids, kept.partner_ids) AS o(notice_id, partner_id)
    JOIN notices n ON n.id = o.notice_id
    UNION ALL
    SELECT n.id, n.kind, n.title, h.partner_id, floor.at
    FROM (SELECT coalesce((SELECT settled_at FROM kept), '-infinity') AS at) floor
    CROSS JOIN place_orgs h JOIN notices n ON n.chain_id = h.chain_id AND n.last_delivered_at > floor.at
    WHERE h.org_id = jingwei_org())
  SELECT c.id, c.partner_id, r.state, r.delivered_at, c.kind, c.title FROM candidates c
  CROSS JOIN LATERAL (SELECT r.state, r.delivered_at FROM receipts r WHERE r.notice_id = c.id
    AND r.partner_id = c.partner_id AND r.recipient_org_id = jingwei_org() OFFSET 0) r
  WHERE r.delivered_at > c.since AND (r.state = 'delivered' OR r.state = 'read' AND c.kind <> 'announcement') $$;

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
