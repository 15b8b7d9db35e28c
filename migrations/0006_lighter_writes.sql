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
