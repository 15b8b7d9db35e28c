-- Requests for quotation, quotes in rounds, and what the buyer's own people may decide.
-- What both sides read and what one side keeps to itself never share a table: targets, assumptions, approvals and
-- limits are the buyer's, lots are the seller's.

CREATE TABLE rfqs (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  buyer_name text NOT NULL,
  code text NOT NULL,
  title text NOT NULL,
  note text NOT NULL DEFAULT '',
  currency text NOT NULL,
  payment jsonb NOT NULL,
  incoterm text,
  place text NOT NULL DEFAULT '',
  closes_at timestamptz NOT NULL,
  is_sealed boolean NOT NULL DEFAULT false,
  -- When the prices of a sealed request were opened: written by the job of its deadline, and by nobody else.
  opened_at timestamptz,
  rounds_max int NOT NULL DEFAULT 3 CHECK (rounds_max BETWEEN 0 AND 10),
  shows_rivals boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'finished', 'cancelled')),
  ended_at timestamptz,
  end_reason text,
  created_by uuid,
  created_by_name text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, code)
);
CREATE INDEX rfqs_by_org ON rfqs (org_id, created_at DESC, id);

CREATE TABLE rfq_lines (
  org_id uuid NOT NULL,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  no int NOT NULL,
  product_id uuid REFERENCES products,
  kind text NOT NULL CHECK (kind IN ('goods', 'service')),
  description text NOT NULL,
  category text NOT NULL DEFAULT '',
  spec text NOT NULL DEFAULT '',
  quality text NOT NULL DEFAULT '',
  quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
  unit text NOT NULL,
  -- What the buyer hopes to pay, where it says so; otherwise it stands in rfq_private.
  target_e4 bigint CHECK (target_e4 >= 0),
  deliver_by date,
  place text NOT NULL DEFAULT '',
  PRIMARY KEY (rfq_id, no)
);

CREATE TABLE rfq_files (
  org_id uuid NOT NULL,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  no int NOT NULL,
  file_id uuid NOT NULL REFERENCES files,
  PRIMARY KEY (rfq_id, no)
);
CREATE INDEX rfq_files_by_file ON rfq_files (file_id);

-- The buyer's own: hidden targets by line, and with what it reckons when it compares.
CREATE TABLE rfq_private (
  org_id uuid NOT NULL,
  rfq_id uuid PRIMARY KEY REFERENCES rfqs ON DELETE CASCADE,
  targets jsonb NOT NULL DEFAULT '{}',
  annual_rate_bp int NOT NULL DEFAULT 0 CHECK (annual_rate_bp BETWEEN 0 AND 10000),
  estimates jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE rfq_suppliers (
  org_id uuid NOT NULL,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  seller_org_id uuid NOT NULL REFERENCES orgs,
  seller_name text NOT NULL,
  invited_at timestamptz NOT NULL,
  seen_at timestamptz,
  declined_at timestamptz,
  decline_reason text,
  reminded_at timestamptz,
  PRIMARY KEY (rfq_id, seller_org_id)
);
CREATE INDEX rfq_suppliers_by_seller ON rfq_suppliers (seller_org_id, invited_at DESC);

CREATE TABLE rfq_questions (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  question text NOT NULL,
  asked_at timestamptz NOT NULL,
  answer text,
  answered_at timestamptz
);
CREATE INDEX rfq_questions_by_rfq ON rfq_questions (rfq_id, asked_at);
-- Who asked is known to the buyer and to whoever asked; the others read the question only.
CREATE TABLE rfq_question_askers (
  org_id uuid NOT NULL,
  question_id uuid PRIMARY KEY REFERENCES rfq_questions ON DELETE CASCADE,
  asker_org_id uuid NOT NULL REFERENCES orgs,
  asker_name text NOT NULL
);

-- A quote is one supplier's answer to one request. Its versions are kept; both sides write them in turn.
CREATE TABLE quotes (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  seller_name text NOT NULL,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  buyer_org_id uuid NOT NULL REFERENCES orgs,
  state text NOT NULL CHECK (state IN ('open', 'countered', 'accepted', 'rejected', 'withdrawn')),
  version_no int NOT NULL,
  rounds int NOT NULL DEFAULT 0,
  end_reason text,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  UNIQUE (rfq_id, org_id)
);
CREATE INDEX quotes_by_seller ON quotes (org_id, changed_at DESC);

CREATE TABLE quote_versions (
  org_id uuid NOT NULL,
  quote_id uuid NOT NULL REFERENCES quotes ON DELETE CASCADE,
  no int NOT NULL,
  rfq_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  author text NOT NULL CHECK (author IN ('seller', 'buyer')),
  author_name text NOT NULL,
  note text NOT NULL DEFAULT '',
  valid_until timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (quote_id, no)
);

-- `min_quantity`, `available` and the price are in the offer's own unit; one of it holds `unit_holds` of the line's.
CREATE TABLE quote_offers (
  org_id uuid NOT NULL,
  quote_id uuid NOT NULL,
  version_no int NOT NULL,
  line_no int NOT NULL,
  no int NOT NULL,
  rfq_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('offer', 'substitute', 'none')),
  description text NOT NULL DEFAULT '',
  min_quantity numeric(20, 6) NOT NULL DEFAULT 0,
  available numeric(20, 6) CHECK (available > 0),
  -- Offers of one seller that name the same lot are for the same goods: what one buyer takes, another cannot.
  lot text,
  unit text NOT NULL,
  unit_holds numeric(20, 6) NOT NULL DEFAULT 1 CHECK (unit_holds > 0),
  unit_e4 bigint NOT NULL CHECK (unit_e4 >= 0),
  lead_days int NOT NULL CHECK (lead_days BETWEEN 0 AND 1000),
  payment jsonb NOT NULL,
  incoterm text,
  remark text NOT NULL DEFAULT '',
  PRIMARY KEY (quote_id, version_no, line_no, no),
  FOREIGN KEY (quote_id, version_no) REFERENCES quote_versions ON DELETE CASCADE
);

CREATE TABLE trade_lots (
  org_id uuid NOT NULL REFERENCES orgs,
  code text NOT NULL,
  unit text NOT NULL,
  available numeric(20, 6) NOT NULL,
  taken numeric(20, 6) NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, code)
);

-- What was accepted of a quote, as both sides know it.
CREATE TABLE quote_acceptances (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  rfq_id uuid NOT NULL,
  quote_id uuid NOT NULL REFERENCES quotes ON DELETE CASCADE,
  version_no int NOT NULL,
  line_no int NOT NULL,
  offer_no int NOT NULL,
  quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
  unit text NOT NULL,
  unit_holds numeric(20, 6) NOT NULL,
  unit_e4 bigint NOT NULL,
  amount_minor bigint NOT NULL,
  currency text NOT NULL,
  order_id uuid NOT NULL,
  order_no text NOT NULL,
  accepted_at timestamptz NOT NULL,
  FOREIGN KEY (quote_id, version_no, line_no, offer_no) REFERENCES quote_offers ON DELETE CASCADE
);
CREATE INDEX quote_acceptances_by_quote ON quote_acceptances (quote_id);
CREATE INDEX quote_acceptances_by_rfq ON quote_acceptances (rfq_id);

-- The buyer's own side of an award: who asked for it, who has to agree, and who did.
CREATE TABLE awards (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  rfq_id uuid NOT NULL REFERENCES rfqs ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('waiting', 'placed', 'refused', 'withdrawn')),
  currency text NOT NULL,
  amount_minor bigint NOT NULL,
  finishes boolean NOT NULL,
  note text NOT NULL DEFAULT '',
  asked_by uuid,
  asked_by_name text NOT NULL,
  asked_at timestamptz NOT NULL,
  -- Whose limit carries it.
  charged_to uuid,
  placed_at timestamptz
);
CREATE INDEX awards_by_org ON awards (org_id, asked_at DESC, id);
CREATE INDEX awards_by_rfq ON awards (rfq_id);
CREATE INDEX awards_charged ON awards (org_id, charged_to, placed_at) WHERE state = 'placed';

CREATE TABLE award_lines (
  org_id uuid NOT NULL,
  award_id uuid NOT NULL REFERENCES awards ON DELETE CASCADE,
  no int NOT NULL,
  quote_id uuid NOT NULL REFERENCES quotes ON DELETE CASCADE,
  version_no int NOT NULL,
  line_no int NOT NULL,
  offer_no int NOT NULL,
  quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
  amount_minor bigint NOT NULL,
  order_id uuid,
  order_no text,
  PRIMARY KEY (award_id, no)
);

CREATE TABLE award_approvals (
  org_id uuid NOT NULL,
  award_id uuid NOT NULL REFERENCES awards ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('amount', 'payment')),
  state text NOT NULL CHECK (state IN ('waiting', 'approved', 'refused')),
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (award_id, kind)
);
CREATE INDEX award_approvals_waiting ON award_approvals (org_id) WHERE state = 'waiting';

-- What a person of the buyer may do: ask, decide up to a limit, agree to how it is paid.
CREATE TABLE purchasers (
  org_id uuid NOT NULL REFERENCES orgs,
  person_id uuid NOT NULL REFERENCES people,
  roles text[] NOT NULL CHECK (roles <@ ARRAY['user', 'decider', 'payer']),
  currency text NOT NULL,
  limit_minor bigint CHECK (limit_minor >= 0),
  period_days int CHECK (period_days BETWEEN 1 AND 366),
  period_limit_minor bigint CHECK (period_limit_minor >= 0),
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, person_id)
);

ALTER TABLE rfqs ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_private ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_suppliers ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_questions ENABLE ROW LEVEL SECURITY;
ALTER TABLE rfq_question_askers ENABLE ROW LEVEL SECURITY;
ALTER TABLE quotes ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_lots ENABLE ROW LEVEL SECURITY;
ALTER TABLE quote_acceptances ENABLE ROW LEVEL SECURITY;
ALTER TABLE awards ENABLE ROW LEVEL SECURITY;
ALTER TABLE award_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE award_approvals ENABLE ROW LEVEL SECURITY;
ALTER TABLE purchasers ENABLE ROW LEVEL SECURITY;

-- A supplier finds its own invitation, and through it the request; never whom else it went to.
CREATE POLICY own ON rfq_suppliers USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_invited ON rfq_suppliers FOR SELECT USING (seller_org_id = (SELECT jingwei_org()));
CREATE POLICY answered ON rfq_suppliers FOR UPDATE USING (seller_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON rfqs USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_invited ON rfqs FOR SELECT USING (id IN (SELECT s.rfq_id FROM rfq_suppliers s
  WHERE s.seller_org_id = (SELECT jingwei_org())));
CREATE POLICY own ON rfq_lines USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_invited ON rfq_lines FOR SELECT USING (rfq_id IN (SELECT s.rfq_id FROM rfq_suppliers s
  WHERE s.seller_org_id = (SELECT jingwei_org())));
CREATE POLICY own ON rfq_files USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_invited ON rfq_files FOR SELECT USING (rfq_id IN (SELECT s.rfq_id FROM rfq_suppliers s
  WHERE s.seller_org_id = (SELECT jingwei_org())));
CREATE POLICY also_invited ON files FOR SELECT USING (id IN (SELECT f.file_id FROM rfq_files f));
CREATE POLICY own ON rfq_private USING (org_id = (SELECT jingwei_org()));

CREATE POLICY own ON rfq_question_askers FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_asked ON rfq_question_askers FOR SELECT USING (asker_org_id = (SELECT jingwei_org()));
CREATE POLICY added ON rfq_question_askers FOR INSERT WITH CHECK (asker_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON rfq_questions USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_answered ON rfq_questions FOR SELECT USING (CASE WHEN answer IS NULL
  THEN id IN (SELECT a.question_id FROM rfq_question_askers a WHERE a.asker_org_id = (SELECT jingwei_org()))
  ELSE rfq_id IN (SELECT s.rfq_id FROM rfq_suppliers s WHERE s.seller_org_id = (SELECT jingwei_org())) END);
CREATE POLICY asked ON rfq_questions FOR INSERT WITH CHECK (answer IS NULL AND EXISTS (SELECT 1
  FROM rfq_suppliers s WHERE s.rfq_id = rfq_questions.rfq_id AND s.org_id = rfq_questions.org_id
    AND s.seller_org_id = (SELECT jingwei_org())));

-- That somebody has answered is known to the buyer at once; what it says, not before a sealed request is opened.
CREATE POLICY own ON quotes FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_bought ON quotes FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY added ON quotes FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org()) AND EXISTS (SELECT 1
  FROM rfq_suppliers s WHERE s.rfq_id = quotes.rfq_id AND s.org_id = quotes.buyer_org_id
    AND s.seller_org_id = quotes.org_id));
CREATE POLICY changed ON quotes FOR UPDATE USING ((SELECT jingwei_org()) IN (org_id, buyer_org_id));
CREATE POLICY own ON quote_versions FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_opened ON quote_versions FOR SELECT USING (buyer_org_id = (SELECT jingwei_org())
  AND EXISTS (SELECT 1 FROM rfqs r WHERE r.id = rfq_id AND (NOT r.is_sealed OR r.opened_at IS NOT NULL)));
CREATE POLICY added ON quote_versions FOR INSERT WITH CHECK (
  (SELECT jingwei_org()) = CASE author WHEN 'seller' THEN org_id ELSE buyer_org_id END
  AND EXISTS (SELECT 1 FROM quotes q WHERE q.id = quote_id AND q.org_id = quote_versions.org_id
    AND q.buyer_org_id = quote_versions.buyer_org_id AND q.rfq_id = quote_versions.rfq_id));
CREATE POLICY own ON quote_offers FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_opened ON quote_offers FOR SELECT USING (buyer_org_id = (SELECT jingwei_org())
  AND EXISTS (SELECT 1 FROM rfqs r WHERE r.id = rfq_id AND (NOT r.is_sealed OR r.opened_at IS NOT NULL)));
CREATE POLICY added ON quote_offers FOR INSERT WITH CHECK (EXISTS (SELECT 1 FROM quote_versions v
  WHERE v.quote_id = quote_offers.quote_id AND v.no = version_no AND v.org_id = quote_offers.org_id
    AND v.buyer_org_id = quote_offers.buyer_org_id AND v.rfq_id = quote_offers.rfq_id
    AND (SELECT jingwei_org()) = CASE v.author WHEN 'seller' THEN v.org_id ELSE v.buyer_org_id END));
CREATE POLICY own ON trade_lots USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON quote_acceptances FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_bought ON quote_acceptances FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY added ON quote_acceptances FOR INSERT WITH CHECK (buyer_org_id = (SELECT jingwei_org())
  AND EXISTS (SELECT 1 FROM quotes q WHERE q.id = quote_id AND q.org_id = quote_acceptances.org_id
    AND q.buyer_org_id = quote_acceptances.buyer_org_id));
CREATE POLICY own ON awards USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON award_lines USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON award_approvals USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON purchasers USING (org_id = (SELECT jingwei_org()));

GRANT SELECT, INSERT ON rfqs, rfq_lines, rfq_files, rfq_suppliers, rfq_questions, rfq_question_askers, quotes,
  quote_versions, quote_offers, quote_acceptances, award_lines TO jingwei_app;
GRANT UPDATE (closes_at, state, ended_at, end_reason, version) ON rfqs TO jingwei_app;
GRANT UPDATE (seen_at, declined_at, decline_reason, reminded_at) ON rfq_suppliers TO jingwei_app;
GRANT UPDATE (answer, answered_at) ON rfq_questions TO jingwei_app;
GRANT UPDATE (state, version_no, rounds, end_reason, changed_at) ON quotes TO jingwei_app;
GRANT UPDATE (order_id, order_no) ON award_lines TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON rfq_private, trade_lots, awards, award_approvals TO jingwei_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON purchasers TO jingwei_app;

-- A deadline is a promise to those who answer: it moves away only, and a seal once broken stays broken.
CREATE FUNCTION rfqs_keep_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.closes_at < OLD.closes_at THEN
    RAISE EXCEPTION 'a deadline is not moved forward' USING ERRCODE = '42501';
  END IF;
  IF NEW.closes_at <> OLD.closes_at AND OLD.opened_at IS NOT NULL THEN
    RAISE EXCEPTION 'the prices have been opened' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rfqs_keep_deadline BEFORE UPDATE ON rfqs FOR EACH ROW EXECUTE FUNCTION rfqs_keep_deadline();

-- Each side moves a quote as far as is its own to say: the seller offers and withdraws, the buyer decides.
CREATE FUNCTION quotes_moved_by_side() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jingwei_org() = OLD.org_id AND NEW.state NOT IN ('open', 'withdrawn')
    OR jingwei_org() = OLD.buyer_org_id AND NEW.state NOT IN ('countered', 'accepted', 'rejected')
  THEN RAISE EXCEPTION 'this is for the other side to say' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER quotes_moved_by_side BEFORE UPDATE ON quotes FOR EACH ROW EXECUTE FUNCTION quotes_moved_by_side();

-- Who is invited answers while the request is what it was: held until the answer commits. A lock needs a right
-- to change the row, which a supplier has not, so this asks for itself who may.
CREATE FUNCTION hold_rfq(p_rfq uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM rfqs r WHERE r.id = p_rfq AND (r.org_id = jingwei_org() OR EXISTS (SELECT 1
    FROM rfq_suppliers s WHERE s.rfq_id = r.id AND s.seller_org_id = jingwei_org())) FOR SHARE;
END $$;

-- How many others were asked: for those whom the buyer lets know.
CREATE FUNCTION rfq_rivals(p_rfq uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN r.shows_rivals THEN (SELECT count(*) FROM rfq_suppliers s
    WHERE s.rfq_id = r.id AND s.seller_org_id <> jingwei_org()) END
  FROM rfqs r WHERE r.id = p_rfq AND EXISTS (SELECT 1 FROM rfq_suppliers s
    WHERE s.rfq_id = r.id AND s.seller_org_id = jingwei_org()) $$;

-- Takes from a seller's lot what a buyer accepts of an offer to it; false when not so much is left. Buyers do not
-- read lots, and wait here for each other.
CREATE FUNCTION take_from_lot(p_quote uuid, p_lot text, p_quantity numeric) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE trade_lots l SET taken = l.taken + p_quantity FROM quotes q
    WHERE q.id = p_quote AND q.buyer_org_id = jingwei_org() AND l.org_id = q.org_id AND l.code = p_lot
      AND l.taken + p_quantity <= l.available AND p_quantity > 0
      AND EXISTS (SELECT 1 FROM quote_offers o WHERE o.quote_id = q.id AND o.version_no = q.version_no
        AND o.lot = p_lot);
  RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION hold_rfq, rfq_rivals, take_from_lot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_rfq, rfq_rivals, take_from_lot TO jingwei_app;

