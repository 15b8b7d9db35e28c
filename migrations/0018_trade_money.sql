-- The money of trade: invoices and payments between two orgs, each org's double-entry ledger, its bank statements.

-- Entries and postings are facts. A debit is positive, a credit negative; what one party owes, the other is owed, so
-- that one fact is booked in both ledgers, each the mirror of the other.
CREATE TABLE ledger_entries (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  party_org_id uuid,
  booked_on date NOT NULL,
  kind text NOT NULL CHECK (kind IN
    ('deposit', 'invoice', 'credit_note', 'payment', 'refund', 'bank', 'manual', 'reversal')),
  -- What it is about, 'invoice:<id>'. A fact is booked once a ledger, and taken back once.
  source text NOT NULL,
  memo text NOT NULL DEFAULT '',
  created_by uuid,
  created_at timestamptz NOT NULL,
  UNIQUE (org_id, source, kind)
);
CREATE INDEX ledger_entries_by_day ON ledger_entries (org_id, booked_on, id);
CREATE TABLE ledger_postings (
  entry_id uuid NOT NULL REFERENCES ledger_entries,
  no smallint NOT NULL,
  org_id uuid NOT NULL,
  party_org_id uuid,
  booked_on date NOT NULL,
  account text NOT NULL CHECK (account IN ('bank', 'receivable', 'deposits_paid', 'payable', 'deposits_received', 'tax',
    'equity', 'revenue', 'credit_notes', 'discounts', 'cost', 'purchase_credits', 'purchase_discounts', 'interest',
    'expense')),
  flow text CHECK (flow IN ('goods', 'logistics', 'finance')),
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (entry_id, no),
  CHECK ((flow IS NOT NULL) = (account IN
    ('revenue', 'credit_notes', 'discounts', 'cost', 'purchase_credits', 'purchase_discounts')))
);
CREATE INDEX ledger_postings_by_account ON ledger_postings (org_id, account, booked_on);
-- Up to and with this day nothing is booked any more.
CREATE TABLE ledger_closings (
  org_id uuid NOT NULL,
  until date NOT NULL,
  closed_by uuid,
  closed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, until)
);

-- At the commit every entry is balanced in each of its currencies, and its postings are its own.
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE entry ledger_entries; parts int; strays int; uneven int;
BEGIN
  IF TG_TABLE_NAME = 'ledger_entries' THEN entry := NEW;
  ELSE SELECT * INTO entry FROM ledger_entries WHERE id = NEW.entry_id;
  END IF;
  SELECT sum(n), sum(odd), count(*) FILTER (WHERE total <> 0) INTO parts, strays, uneven FROM (
    SELECT count(*) AS n, sum(amount_minor) AS total, count(*) FILTER (WHERE org_id <> entry.org_id
      OR party_org_id IS DISTINCT FROM entry.party_org_id OR booked_on <> entry.booked_on) AS odd
    FROM ledger_postings WHERE entry_id = entry.id GROUP BY currency) c;
  IF coalesce(parts, 0) < 2 OR strays > 0 OR uneven > 0 THEN
    RAISE EXCEPTION 'entry % is not balanced', entry.id USING ERRCODE = '23514', CONSTRAINT = 'ledger_balanced';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entries_balanced AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE CONSTRAINT TRIGGER ledger_postings_balanced AFTER INSERT ON ledger_postings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_append_only BEFORE UPDATE OR DELETE ON ledger_postings
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_no_truncate BEFORE TRUNCATE ON ledger_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_postings_no_truncate BEFORE TRUNCATE ON ledger_postings
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The one door to the ledgers: the acting org's own, and the mirror in that of the other party. A mirror that meets a
-- closed period is booked on the first day after it; one's own entry is refused there.
CREATE FUNCTION book(p_entries jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE me uuid := jingwei_org(); e jsonb; org uuid; party uuid; day date; closed date;
BEGIN
  FOR e IN SELECT x FROM jsonb_array_elements(p_entries) x ORDER BY x ->> 'org' LOOP
    org := (e ->> 'org')::uuid;
    party := (e ->> 'party')::uuid;
    day := (e ->> 'on')::date;
    IF me IS NULL OR (org <> me AND (party IS DISTINCT FROM me OR e ->> 'kind' IN ('manual', 'bank'))) THEN
      RAISE EXCEPTION 'nobody books in the ledger of others' USING ERRCODE = '42501';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(5180112, hashtext(org::text));
    SELECT max(until) INTO closed FROM ledger_closings c WHERE c.org_id = org;
    IF day <= closed THEN
      IF org = me THEN
        RAISE EXCEPTION 'the period is closed' USING ERRCODE = '23514', CONSTRAINT = 'ledger_closed';
      END IF;
      day := closed + 1;
    END IF;
    INSERT INTO ledger_entries (id, org_id, party_org_id, booked_on, kind, source, memo, created_by, created_at)
    VALUES ((e ->> 'id')::uuid, org, party, day, e ->> 'kind', e ->> 'source', coalesce(e ->> 'memo', ''),
      CASE WHEN org = me THEN (e ->> 'by')::uuid END, (e ->> 'at')::timestamptz);
    INSERT INTO ledger_postings (entry_id, no, org_id, party_org_id, booked_on, account, flow, currency, amount_minor)
    SELECT (e ->> 'id')::uuid, p.no, org, party, day, p.v ->> 'account', p.v ->> 'flow', p.v ->> 'currency',
      (p.v ->> 'amountMinor')::bigint
    FROM jsonb_array_elements(e -> 'postings') WITH ORDINALITY p(v, no);
  END LOOP;
END $$;

-- Numbers of documents, one row an org, kind and year, so that none is left out.
CREATE TABLE document_numbers (
  org_id uuid NOT NULL REFERENCES orgs,
  kind text NOT NULL,
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (org_id, kind, year)
);

-- A deposit is asked for ahead and comes off the invoices of its order; a credit note takes back what an invoice asked.
-- Amounts are with tax, as traders name them.
CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  buyer_org_id uuid NOT NULL REFERENCES orgs,
  seller_name text NOT NULL,
  buyer_name text NOT NULL,
  order_id uuid,
  order_no text NOT NULL DEFAULT '',
  kind text NOT NULL CHECK (kind IN ('deposit', 'invoice', 'credit_note')),
  corrects_id uuid REFERENCES invoices,
  reason text CHECK (reason IN ('return', 'difference', 'price', 'discount', 'other')),
  basis text CHECK (basis IN ('ordered', 'shipped', 'received', 'free')),
  no text NOT NULL,
  reference text NOT NULL,
  currency text NOT NULL,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  tax_minor bigint NOT NULL CHECK (tax_minor BETWEEN 0 AND total_minor),
  -- What deposits have asked for already.
  deposit_minor bigint NOT NULL DEFAULT 0 CHECK (deposit_minor BETWEEN 0 AND total_minor),
  -- What payments and credit notes have settled; of a credit note, what was paid back and what was used.
  paid_minor bigint NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),
  credited_minor bigint NOT NULL DEFAULT 0 CHECK (credited_minor >= 0),
  issued_on date NOT NULL,
  note text NOT NULL DEFAULT '',
  created_by uuid,
  created_at timestamptz NOT NULL,
  cancelled_at timestamptz,
  cancel_reason text,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, kind, no),
  CHECK (org_id <> buyer_org_id),
  CHECK ((kind = 'credit_note') = (corrects_id IS NOT NULL)),
  CONSTRAINT over_allocated CHECK (paid_minor + credited_minor <= total_minor - deposit_minor)
);
CREATE INDEX invoices_by_seller ON invoices (org_id, issued_on DESC, id DESC);
CREATE INDEX invoices_by_buyer ON invoices (buyer_org_id, issued_on DESC, id DESC);
CREATE INDEX invoices_open ON invoices (org_id, buyer_org_id)
  WHERE cancelled_at IS NULL AND paid_minor + credited_minor < total_minor - deposit_minor;
CREATE INDEX invoices_by_order ON invoices (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX invoices_corrected ON invoices (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX invoices_by_reference ON invoices (org_id, reference);

CREATE TABLE invoice_lines (
  invoice_id uuid NOT NULL REFERENCES invoices,
  no int NOT NULL,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_line_id uuid,
  -- The line of the corrected invoice.
  corrects_no int,
  flow text NOT NULL CHECK (flow IN ('goods', 'logistics', 'finance')),
  description text NOT NULL,
  quantity numeric(20, 6) NOT NULL CHECK (quantity >= 0),
  unit text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  tax_bp int NOT NULL CHECK (tax_bp BETWEEN 0 AND 10000),
  tax_minor bigint NOT NULL,
  deposit_minor bigint NOT NULL DEFAULT 0 CHECK (deposit_minor BETWEEN 0 AND amount_minor),
  PRIMARY KEY (invoice_id, no)
);
CREATE INDEX invoice_lines_by_order_line ON invoice_lines (order_line_id) WHERE order_line_id IS NOT NULL;

-- When which part is due; the day is empty until what it waits for has happened.
CREATE TABLE instalments (
  invoice_id uuid NOT NULL REFERENCES invoices,
  no int NOT NULL,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid,
  due_from text NOT NULL CHECK (due_from IN ('order', 'shipment', 'delivery', 'invoice')),
  days int NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  due_on date,
  PRIMARY KEY (invoice_id, no)
);
CREATE INDEX instalments_waiting ON instalments (order_id) WHERE due_on IS NULL;

-- A payment that the payer names is announced; it is a fact once the payee has it.
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  buyer_org_id uuid NOT NULL REFERENCES orgs,
  seller_name text NOT NULL,
  buyer_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('payment', 'refund')),
  state text NOT NULL CHECK (state IN ('announced', 'received', 'reversed')),
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  allocated_minor bigint NOT NULL DEFAULT 0,
  paid_on date NOT NULL,
  reference text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  recorded_by_org_id uuid NOT NULL,
  recorded_by uuid,
  created_at timestamptz NOT NULL,
  received_at timestamptz,
  reversed_at timestamptz,
  reverse_reason text,
  version int NOT NULL DEFAULT 1,
  CHECK (org_id <> buyer_org_id),
  CONSTRAINT over_allocated CHECK (allocated_minor BETWEEN 0 AND amount_minor)
);
-- The same transfer read twice is one payment.
CREATE UNIQUE INDEX payments_once ON payments (org_id, buyer_org_id, kind, reference) WHERE reference <> '';
CREATE INDEX payments_by_seller ON payments (org_id, paid_on DESC, id DESC);
CREATE INDEX payments_by_buyer ON payments (buyer_org_id, paid_on DESC, id DESC);
CREATE INDEX payments_open ON payments (org_id, buyer_org_id) WHERE state = 'received' AND allocated_minor < amount_minor;

-- Which payment or credit note settles what; taken back by a row of the opposite amount.
CREATE TABLE allocations (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  payment_id uuid REFERENCES payments,
  credit_id uuid REFERENCES invoices,
  invoice_id uuid NOT NULL REFERENCES invoices,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  made_by uuid,
  made_at timestamptz NOT NULL,
  CHECK ((payment_id IS NULL) <> (credit_id IS NULL))
);
CREATE INDEX allocations_by_invoice ON allocations (invoice_id);
CREATE INDEX allocations_by_payment ON allocations (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX allocations_by_credit ON allocations (credit_id) WHERE credit_id IS NOT NULL;

-- What the buyer says to an invoice; the last answer holds.
CREATE TABLE invoice_answers (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  invoice_id uuid NOT NULL REFERENCES invoices,
  answer text NOT NULL CHECK (answer IN ('accepted', 'disputed')),
  reason text NOT NULL DEFAULT '',
  answered_by uuid,
  answered_at timestamptz NOT NULL
);
CREATE INDEX invoice_answers_by_invoice ON invoice_answers (invoice_id, answered_at DESC);

CREATE TABLE bank_statements (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  format text NOT NULL CHECK (format IN ('camt.053', 'sheet')),
  -- The account and the bank's own number of the statement, or the hash of the sheet.
  fingerprint text NOT NULL,
  account text NOT NULL,
  currency text NOT NULL,
  statement_no text NOT NULL,
  from_on date,
  to_on date,
  opening_minor bigint,
  closing_minor bigint,
  file_name text NOT NULL,
  warnings text[] NOT NULL DEFAULT '{}',
  imported_by uuid,
  imported_at timestamptz NOT NULL,
  UNIQUE (org_id, fingerprint)
);
CREATE INDEX bank_statements_by_org ON bank_statements (org_id, imported_at DESC);
CREATE TABLE bank_entries (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  statement_id uuid NOT NULL REFERENCES bank_statements,
  no int NOT NULL,
  account text NOT NULL,
  -- The bank's reference, or what else tells this entry from all others of the account.
  entry_key text NOT NULL,
  booked_on date NOT NULL,
  currency text NOT NULL,
  -- Money that came in is positive.
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  party_name text NOT NULL,
  party_account text NOT NULL,
  reference text NOT NULL,
  remittance text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'matched', 'booked', 'set_aside')),
  payment_id uuid REFERENCES payments,
  settled_by uuid,
  settled_at timestamptz,
  UNIQUE (org_id, account, entry_key)
);
CREATE INDEX bank_entries_by_statement ON bank_entries (statement_id, no);
CREATE INDEX bank_entries_open ON bank_entries (org_id) WHERE state = 'open';

ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_closings ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_numbers ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE instalments ENABLE ROW LEVEL SECURITY;
ALTER TABLE payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE allocations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_statements ENABLE ROW LEVEL SECURITY;
ALTER TABLE bank_entries ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON ledger_entries USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON ledger_postings USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON ledger_closings USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON document_numbers USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON bank_statements USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON bank_entries USING (org_id = (SELECT jingwei_org()));
-- The seller writes what it asks and what it has received; the buyer reads it, announces payments and answers.
CREATE POLICY own ON invoices USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON invoices FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON invoice_lines USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON invoice_lines FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON instalments USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON instalments FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON allocations USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON allocations FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON payments USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON payments FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY also_announced ON payments FOR INSERT WITH CHECK (buyer_org_id = (SELECT jingwei_org())
  AND recorded_by_org_id = buyer_org_id AND kind = 'payment' AND state = 'announced' AND allocated_minor = 0);
CREATE POLICY own ON invoice_answers FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_buyer ON invoice_answers USING (buyer_org_id = (SELECT jingwei_org()))
  WITH CHECK (buyer_org_id = (SELECT jingwei_org()) AND EXISTS (SELECT 1 FROM invoices i WHERE i.id = invoice_id
    AND i.org_id = invoice_answers.org_id AND i.buyer_org_id = invoice_answers.buyer_org_id));

GRANT SELECT ON ledger_entries, ledger_postings TO jingwei_app;
GRANT SELECT, INSERT ON ledger_closings, invoice_lines, allocations, invoice_answers, bank_statements TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (last) ON document_numbers TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (paid_minor, credited_minor, cancelled_at, cancel_reason, version) ON invoices
  TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (due_on) ON instalments TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (state, allocated_minor, paid_on, received_at, reversed_at, reverse_reason, version)
  ON payments TO jingwei_app;
GRANT SELECT, INSERT, UPDATE (state, payment_id, settled_by, settled_at) ON bank_entries TO jingwei_app;
REVOKE ALL ON FUNCTION book, ledger_balanced FROM PUBLIC;
GRANT EXECUTE ON FUNCTION book TO jingwei_app;

-- A part that waits for goods is due so many days after the last of its invoice's goods has left or arrived. Damaged and
-- missing goods have arrived too: what becomes of them is settled elsewhere.
CREATE FUNCTION instalments_fall_due(p_order uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  WITH waiting AS (
    SELECT i.invoice_id, i.no, i.days, i.due_from, v.created_at FROM instalments i JOIN invoices v ON v.id = i.invoice_id
    WHERE i.order_id = p_order AND i.due_on IS NULL AND v.cancelled_at IS NULL
      AND jingwei_org() IN (i.org_id, i.buyer_org_id)),
  met AS (
    SELECT w.*, (SELECT max(g.at AT TIME ZONE 'Asia/Shanghai')::date FROM trade_goods_facts g
        JOIN invoice_lines l ON l.order_line_id = g.line_id WHERE l.invoice_id = w.invoice_id
          AND (g.kind = 'shipped') = (w.due_from = 'shipment') AND g.kind <> 'returned') AS day
    FROM waiting w WHERE NOT EXISTS (
      SELECT FROM invoice_lines l JOIN trade_order_lines o ON o.id = l.order_line_id AND o.kind = 'goods'
      WHERE l.invoice_id = w.invoice_id AND
        CASE w.due_from WHEN 'shipment' THEN o.shipped ELSE o.received + o.short + o.damaged END <
        (SELECT sum(b.quantity) FROM invoice_lines b JOIN invoices v ON v.id = b.invoice_id AND v.kind = 'invoice'
         WHERE b.order_line_id = l.order_line_id AND v.cancelled_at IS NULL AND v.created_at <= w.created_at)))
  UPDATE instalments i SET due_on = m.day + m.days FROM met m
  WHERE i.invoice_id = m.invoice_id AND i.no = m.no AND m.day IS NOT NULL $$;
REVOKE ALL ON FUNCTION instalments_fall_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION instalments_fall_due TO jingwei_app;
CREATE FUNCTION trade_goods_then_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM instalments_fall_due(a.order_id) FROM (SELECT DISTINCT order_id FROM added) a
  WHERE EXISTS (SELECT FROM instalments i WHERE i.order_id = a.order_id AND i.due_on IS NULL);
  RETURN NULL;
END $$;
-- By its name it runs after the sums of the lines.
CREATE TRIGGER trade_goods_then_due AFTER INSERT ON trade_goods_facts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION trade_goods_then_due();
