-- The facts of a transaction are appended together, by its last statement, and whoever listens is told by the process after
-- the commit: a NOTIFY inside would make all commits of the whole database wait for each other. The lock of an org's
-- chain is held to the end of the commit, so its numbers appear in commit order.
CREATE FUNCTION append_events(p_org uuid, p_events jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE
  head event_heads;
  fact jsonb;
  stamp timestamptz;
  next_hash bytea;
BEGIN
  IF p_org IS DISTINCT FROM jingwei_org() THEN
    RAISE EXCEPTION 'an event belongs to the org of its transaction';
  END IF;
  PERFORM pg_advisory_xact_lock(5180102, hashtext(p_org::text));
  SELECT * INTO head FROM event_heads WHERE org_id = p_org;
  IF NOT FOUND THEN
    INSERT INTO event_heads VALUES (p_org, 0, '\x') RETURNING * INTO head;
  END IF;
  FOR fact IN SELECT e FROM jsonb_array_elements(p_events) e LOOP
    stamp := date_trunc('milliseconds', (fact->>'at')::timestamptz);
    next_hash := event_hash(head.hash, p_org, head.seq + 1, (fact->>'id')::uuid, fact->>'type',
      fact->>'subject', stamp, fact->'actor', fact->'data');
    INSERT INTO events VALUES (p_org, head.seq + 1, (fact->>'id')::uuid, fact->>'type', fact->>'subject',
      stamp, fact->'actor', fact->'data', head.hash, next_hash);
    head.seq := head.seq + 1;
    head.hash := next_hash;
  END LOOP;
  UPDATE event_heads SET seq = head.seq, hash = head.hash WHERE org_id = p_org;
END $$;
DROP FUNCTION append_event;
REVOKE ALL ON FUNCTION append_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION append_events TO jingwei_app;

-- PostgreSQL tries the policies of a table in the reverse order of their names until one lets the row pass. What an org owns is
-- by far the most it reads, and the cheapest to tell, so `own` must be tried first: every other name sorts before it.
ALTER POLICY partners_seen ON orgs RENAME TO also_partners;
ALTER POLICY sold_on ON products RENAME TO also_sold_on;
ALTER POLICY seen ON notice_products RENAME TO also_received;
ALTER POLICY seen ON notice_files RENAME TO also_received;
ALTER POLICY seen ON relays RENAME TO also_sent;
ALTER POLICY seen ON markup_limits RENAME TO also_in_chain;
-- A lead may have a hundred thousand partners: their orgs are hashed once a query, not compared one by one.
ALTER POLICY also_partners ON orgs USING (id IN (SELECT unnest(jingwei_my_partner_orgs())));

-- A row of an import is written when it is read and again when its outcome is known: room in its page spares the second
-- write a new place and an entry in the index.
ALTER TABLE import_rows SET (fillfactor = 50);

-- Who stands or ever stood at a place, kept when the place goes to somebody else or goes away. It is how an org
-- finds its receipts: an index of receipts by recipient cost as much as all else of sending to a million.
CREATE TABLE place_orgs (
  org_id uuid NOT NULL REFERENCES orgs ON DELETE CASCADE,
  partner_id uuid NOT NULL,
  chain_id uuid NOT NULL,
  PRIMARY KEY (org_id, partner_id)
);
ALTER TABLE place_orgs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON place_orgs USING (org_id = (SELECT jingwei_org()));
GRANT SELECT ON place_orgs TO jingwei_app;
INSERT INTO place_orgs
  SELECT partner_org_id, id, chain_id FROM partners WHERE partner_org_id IS NOT NULL
  UNION SELECT partner_org_id, id, chain_id FROM removed_partners WHERE partner_org_id IS NOT NULL
  UNION SELECT r.recipient_org_id, r.partner_id, n.chain_id FROM receipts r JOIN notices n ON n.id = r.notice_id
    WHERE r.recipient_org_id IS NOT NULL;
CREATE FUNCTION keep_place_org() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO place_orgs VALUES (NEW.partner_org_id, NEW.id, NEW.chain_id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER partners_keep_org AFTER INSERT OR UPDATE OF partner_org_id ON partners
  FOR EACH ROW WHEN (NEW.partner_org_id IS NOT NULL) EXECUTE FUNCTION keep_place_org();

DROP INDEX receipts_by_recipient;
-- Receipts are looked for by notice, with or without a place; the org belongs to the key for distribution alone.
ALTER TABLE receipts DROP CONSTRAINT receipts_pkey, ADD PRIMARY KEY (notice_id, partner_id, org_id);
ALTER POLICY seen ON notices USING (org_id = (SELECT jingwei_org()) OR EXISTS (SELECT 1
    FROM place_orgs h JOIN receipts r ON r.notice_id = notices.id AND r.partner_id = h.partner_id
    WHERE h.org_id = (SELECT jingwei_org()) AND h.chain_id = notices.chain_id
      AND r.recipient_org_id = (SELECT jingwei_org()) AND r.state NOT IN ('queued', 'failed'))
  OR EXISTS (SELECT 1 FROM relays l
    WHERE l.notice_id = notices.id AND l.relay_org_id = (SELECT jingwei_org())));
ALTER POLICY seen ON notice_prices USING (seller_org_id = (SELECT jingwei_org()) OR EXISTS (SELECT 1
    FROM place_orgs h JOIN receipts r ON r.notice_id = notice_prices.notice_id AND r.partner_id = h.partner_id
    WHERE h.org_id = (SELECT jingwei_org()) AND r.seller_id = notice_prices.seller_id
      AND r.recipient_org_id = (SELECT jingwei_org()) AND r.state NOT IN ('queued', 'failed')));

-- What the acting org has received, with what a list sorts and filters by. It reads as the owner and asks for itself: policies
-- would ask of each notice of a chain anew whether it was received, which is what is being found out.
CREATE FUNCTION jingwei_received() RETURNS TABLE (notice_id uuid, partner_id uuid, state text,
  delivered_at timestamptz, kind text, title text) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT r.notice_id, r.partner_id, r.state, r.delivered_at, n.kind, n.title
  FROM place_orgs h JOIN notices n ON n.chain_id = h.chain_id
  JOIN receipts r ON r.notice_id = n.id AND r.partner_id = h.partner_id
  WHERE h.org_id = jingwei_org() AND r.recipient_org_id = jingwei_org() AND r.delivered_at IS NOT NULL $$;
