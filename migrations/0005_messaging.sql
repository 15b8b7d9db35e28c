-- Notices that run down a chain, and one durable receipt for each recipient.
CREATE TABLE notices (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  kind text NOT NULL CHECK (kind IN ('announcement', 'price_change', 'recall', 'task')),
  title text NOT NULL,
  body text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN
    ('draft', 'scheduled', 'sending', 'sent', 'complete', 'recalled', 'superseded')),
  edition int NOT NULL DEFAULT 1,
  supersedes_id uuid REFERENCES notices,
  audience jsonb NOT NULL,
  valid_from timestamptz,
  deadline_at timestamptz,
  relay_minutes int NOT NULL DEFAULT 0,
  reminder_hours int[] NOT NULL DEFAULT '{}',
  escalate_after_hours int,
  observes_quiet_hours boolean NOT NULL DEFAULT true,
  scheduled_at timestamptz,
  sent_at timestamptz,
  recalled_at timestamptz,
  recall_reason text,
  created_by uuid,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX notices_by_org ON notices (org_id, created_at DESC);
CREATE INDEX notices_by_chain ON notices (chain_id);

-- What a price change is about, named as it was then; amounts stand in notice_prices.
CREATE TABLE notice_products (
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL REFERENCES notices ON DELETE CASCADE,
  line_no int NOT NULL,
  product_id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  currency text NOT NULL,
  PRIMARY KEY (notice_id, line_no)
);

-- The prices at which one seller sells: an entry a product, in line order; the nil id is the lead. All who
-- buy from one seller pay the same, so a million receipts need only as many rows as there are sellers.
-- Like receipts, it has no foreign key: checking one for each row would cost more than the row.
CREATE TABLE notice_prices (
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  seller_id uuid NOT NULL,
  seller_org_id uuid,
  price_minor bigint[] NOT NULL,
  previous_minor bigint[] NOT NULL,
  retail_minor bigint[] NOT NULL,
  PRIMARY KEY (notice_id, seller_id)
);

-- A dispatch is one wave of a notice. Its `seq` is taken last, under a lock held to the commit, so that
-- numbers appear in commit order and a stream can resume from one.
CREATE TABLE dispatches (
  seq bigint PRIMARY KEY,
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL REFERENCES notices ON DELETE CASCADE,
  wave int NOT NULL,
  kind text NOT NULL CHECK (kind IN
    ('sent', 'relayed', 'retried', 'reminded', 'escalated', 'recalled', 'superseded')),
  at timestamptz NOT NULL,
  recipients int NOT NULL,
  UNIQUE (notice_id, wave)
);

CREATE TABLE receipts (
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  recipient_org_id uuid,
  seller_id uuid NOT NULL,
  wave int NOT NULL,
  state text NOT NULL,
  reason text,
  queued_at timestamptz NOT NULL,
  delivered_at timestamptz,
  read_at timestamptz,
  read_by uuid,
  confirmed_at timestamptz,
  confirmed_by uuid,
  answer text,
  reminded int NOT NULL DEFAULT 0,
  escalated_at timestamptz,
  PRIMARY KEY (org_id, notice_id, partner_id)
);
CREATE INDEX receipts_by_recipient ON receipts (recipient_org_id, notice_id)
  WHERE recipient_org_id IS NOT NULL;

-- A joined distributor between a notice and its own downstream: until `due_at` it may add a note or set
-- another mark-up; then, or when it says so, the notice flows on.
CREATE TABLE relays (
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL REFERENCES notices ON DELETE CASCADE,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  relay_org_id uuid NOT NULL,
  path ltree NOT NULL,
  note text NOT NULL DEFAULT '',
  kind text CHECK (kind IN ('percent', 'amount', 'fixed')),
  value bigint,
  -- Its turn begins when the relay above it has passed the notice on.
  opened_at timestamptz,
  due_at timestamptz,
  relayed_at timestamptz,
  relayed_by uuid,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (notice_id, partner_id)
);
CREATE INDEX relays_waiting ON relays (relay_org_id, due_at) WHERE relayed_at IS NULL;

CREATE TABLE notice_templates (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  name text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, name)
);
CREATE TABLE notice_files (
  org_id uuid NOT NULL,
  notice_id uuid NOT NULL REFERENCES notices ON DELETE CASCADE,
  file_id uuid NOT NULL REFERENCES files,
  PRIMARY KEY (notice_id, file_id)
);

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_products ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispatches ENABLE ROW LEVEL SECURITY;
ALTER TABLE receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE relays ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_files ENABLE ROW LEVEL SECURITY;
-- The sender sees every receipt, the recipient its own, a distributor those below it (to remind them).
CREATE POLICY seen ON receipts FOR SELECT
  USING (org_id = (SELECT jingwei_org()) OR recipient_org_id = (SELECT jingwei_org())
    OR partner_id IN (SELECT p.id FROM partners p
      WHERE p.path <@ ANY ((SELECT jingwei_my_paths())::ltree[])));
CREATE POLICY answered ON receipts FOR UPDATE
  USING (org_id = (SELECT jingwei_org()) OR recipient_org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON notices FOR SELECT
  USING (org_id = (SELECT jingwei_org()) OR EXISTS (SELECT 1 FROM receipts r
    WHERE r.notice_id = notices.id AND r.recipient_org_id = (SELECT jingwei_org())
      AND r.state NOT IN ('queued', 'failed'))
    OR EXISTS (SELECT 1 FROM relays l
      WHERE l.notice_id = notices.id AND l.relay_org_id = (SELECT jingwei_org())));
CREATE POLICY written ON notices FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org()));
CREATE POLICY changed ON notices FOR UPDATE USING (org_id = (SELECT jingwei_org()));
CREATE POLICY dropped ON notices FOR DELETE
  USING (org_id = (SELECT jingwei_org()) AND state = 'draft');
CREATE POLICY seen ON notice_products FOR SELECT
  USING (notice_id IN (SELECT n.id FROM notices n));
CREATE POLICY own ON notice_products USING (org_id = (SELECT jingwei_org()));
-- A price is between the two who trade at it.
CREATE POLICY seen ON notice_prices FOR SELECT
  USING (seller_org_id = (SELECT jingwei_org()) OR EXISTS (SELECT 1 FROM receipts r
    WHERE r.notice_id = notice_prices.notice_id AND r.seller_id = notice_prices.seller_id
      AND r.recipient_org_id = (SELECT jingwei_org()) AND r.state NOT IN ('queued', 'failed')));
-- The lead writes its own prices into a draft; what other sellers charge is computed when it is sent.
CREATE POLICY drafted ON notice_prices FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org())
  AND seller_id = '00000000-0000-0000-0000-000000000000');
CREATE POLICY redrafted ON notice_prices FOR DELETE USING (org_id = (SELECT jingwei_org())
  AND seller_id = '00000000-0000-0000-0000-000000000000');
CREATE POLICY own ON dispatches USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON relays USING (relay_org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON relays FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON notice_templates USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON notice_files USING (org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON notice_files FOR SELECT USING (notice_id IN (SELECT n.id FROM notices n));
CREATE POLICY attached ON files FOR SELECT
  USING (id IN (SELECT f.file_id FROM notice_files f));

GRANT SELECT, INSERT, UPDATE, DELETE ON notices, notice_products, notice_templates, notice_files
  TO jingwei_app;
GRANT SELECT, INSERT, DELETE ON notice_prices TO jingwei_app;
GRANT SELECT ON dispatches TO jingwei_app;
GRANT SELECT ON receipts TO jingwei_app;
GRANT UPDATE (state, read_at, read_by, confirmed_at, confirmed_by, answer) ON receipts TO jingwei_app;
GRANT SELECT, UPDATE ON relays TO jingwei_app;

-- Notes that the distributors above a recipient added. The recipient may not read their relays (which
-- hold mark-ups), so only the notes come out, and only for a notice that is its own.
CREATE FUNCTION relay_notes_above(p_notice uuid, p_partner uuid) RETURNS TABLE (from_name text, note text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.short_name, l.note FROM relays l
  JOIN orgs o ON o.id = l.relay_org_id
  JOIN partners p ON p.id = p_partner AND p.path <@ l.path AND p.path <> l.path
  WHERE l.notice_id = p_notice AND l.relayed_at IS NOT NULL AND l.note <> ''
    AND EXISTS (SELECT 1 FROM receipts r WHERE r.notice_id = p_notice AND r.partner_id = p_partner
      AND r.recipient_org_id = jingwei_org() AND r.delivered_at IS NOT NULL)
  ORDER BY nlevel(l.path) $$;

-- The name of the person who read or confirmed a receipt that the reader may see; nothing else of theirs.
CREATE FUNCTION receipt_person(p_notice uuid, p_partner uuid, p_person uuid) RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.name FROM people p JOIN receipts r ON r.notice_id = p_notice AND r.partner_id = p_partner
    AND p_person IN (r.read_by, r.confirmed_by)
  WHERE p.id = p_person AND (r.org_id = jingwei_org() OR r.recipient_org_id = jingwei_org()
    OR EXISTS (SELECT 1 FROM partners q WHERE q.id = p_partner AND q.path <@ ANY (jingwei_my_paths()))) $$;
