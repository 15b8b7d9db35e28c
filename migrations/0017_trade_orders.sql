-- Orders between two orgs, and what happened to each of their lines. `org_id` is the seller's on every row that
-- both may read; what only one side may know lies in tables of that side's own.

-- Numbers are drawn per seller and stay drawn: a gap says that an order was not placed after all.
CREATE TABLE trade_order_counters (org_id uuid PRIMARY KEY REFERENCES orgs, last_no int NOT NULL);

CREATE TABLE trade_orders (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  buyer_org_id uuid NOT NULL REFERENCES orgs CHECK (buyer_org_id <> org_id),
  no text NOT NULL,
  seller_name text NOT NULL,
  buyer_name text NOT NULL,
  currency text NOT NULL,
  -- How it is paid, as in `PaymentTerm`.
  payment jsonb NOT NULL,
  deliver_by date,
  incoterm text,
  place text,
  source_kind text NOT NULL CHECK (source_kind IN ('quote', 'agreement', 'repeat')),
  source_id uuid,
  total_minor bigint NOT NULL CHECK (total_minor >= 0),
  placed_by_org_id uuid NOT NULL,
  placed_by_name text NOT NULL,
  placed_at timestamptz NOT NULL,
  -- Over the credit that the seller gives, it waits until the seller lets it through.
  held_at timestamptz,
  released_at timestamptz,
  confirmed_at timestamptz,
  confirmed_by_name text,
  ended text CHECK (ended IN ('refused', 'withdrawn', 'cancelled')),
  ended_at timestamptz,
  ended_reason text NOT NULL DEFAULT '',
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, no),
  CHECK (placed_by_org_id IN (org_id, buyer_org_id)),
  CHECK ((ended IS NULL) = (ended_at IS NULL))
);
CREATE INDEX trade_orders_sold ON trade_orders (org_id, placed_at DESC, id DESC);
CREATE INDEX trade_orders_bought ON trade_orders (buyer_org_id, placed_at DESC, id DESC);

-- A line's sums are kept by triggers from the facts below, so that they are what was recorded and nothing else.
-- `quantity` is what is agreed now, `ordered` what was at first.
CREATE TABLE trade_order_lines (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  line_no int NOT NULL,
  product_id uuid REFERENCES products,
  description text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('goods', 'service')),
  unit text NOT NULL,
  ordered numeric(20, 6) NOT NULL CHECK (ordered > 0),
  quantity numeric(20, 6) NOT NULL CHECK (quantity >= 0),
  unit_e4 bigint NOT NULL CHECK (unit_e4 >= 0),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  explanation jsonb NOT NULL DEFAULT '{}',
  deliver_by date,
  -- How much more than agreed may be delivered, in basis points.
  over_bp int NOT NULL DEFAULT 0 CHECK (over_bp BETWEEN 0 AND 5000),
  shipped numeric(20, 6) NOT NULL DEFAULT 0 CHECK (shipped >= 0),
  received numeric(20, 6) NOT NULL DEFAULT 0 CHECK (received >= 0),
  short numeric(20, 6) NOT NULL DEFAULT 0 CHECK (short >= 0),
  damaged numeric(20, 6) NOT NULL DEFAULT 0 CHECK (damaged >= 0),
  over numeric(20, 6) NOT NULL DEFAULT 0 CHECK (over >= 0),
  returned numeric(20, 6) NOT NULL DEFAULT 0 CHECK (returned >= 0),
  -- Agreed to come back.
  coming_back numeric(20, 6) NOT NULL DEFAULT 0,
  -- Of the differences: not settled yet; to be delivered again; not to be paid; to be paid though it was too much.
  unsettled numeric(20, 6) NOT NULL DEFAULT 0 CHECK (unsettled >= 0),
  owed_again numeric(20, 6) NOT NULL DEFAULT 0 CHECK (owed_again >= 0),
  let_go numeric(20, 6) NOT NULL DEFAULT 0 CHECK (let_go >= 0),
  kept numeric(20, 6) NOT NULL DEFAULT 0 CHECK (kept >= 0),
  -- Missing or damaged, and paid for all the same.
  waived numeric(20, 6) NOT NULL DEFAULT 0 CHECK (waived >= 0),
  -- What is to be paid: of all that left, and of what arrived and was settled.
  payable numeric(20, 6) NOT NULL GENERATED ALWAYS AS (CASE kind WHEN 'service' THEN quantity
    ELSE shipped - owed_again - let_go + kept - returned END) STORED,
  delivered numeric(20, 6) NOT NULL GENERATED ALWAYS AS (CASE kind WHEN 'service' THEN quantity
    ELSE received - over + kept + waived - returned END) STORED,
  goods_state text NOT NULL GENERATED ALWAYS AS (CASE
    WHEN kind = 'service' OR (quantity = 0 AND shipped = 0) THEN 'none'
    WHEN shipped = 0 THEN 'waiting'
    WHEN returned > 0 AND returned = received THEN 'returned'
    WHEN received + short + damaged = over AND shipped < quantity + owed_again THEN 'part_shipped'
    WHEN received + short + damaged = over THEN 'shipped'
    WHEN received + short + damaged - over < shipped OR shipped < quantity + owed_again THEN 'part_received'
    WHEN unsettled > 0 THEN 'differs'
    ELSE 'received' END) STORED,
  UNIQUE (order_id, line_no),
  CONSTRAINT trade_lines_service CHECK (kind = 'goods' OR shipped = 0),
  CONSTRAINT trade_lines_arrived CHECK (received + short + damaged - over BETWEEN 0 AND shipped),
  CONSTRAINT trade_lines_over_delivery CHECK (shipped <= quantity * (10000 + over_bp) / 10000 + owed_again),
  CONSTRAINT trade_lines_over_receipt CHECK (received <= quantity * (10000 + over_bp) / 10000),
  CONSTRAINT trade_lines_returned CHECK (returned <= coming_back AND coming_back <= received)
);
CREATE INDEX trade_order_lines_by_product ON trade_order_lines (product_id) WHERE product_id IS NOT NULL;

-- A word from one side that holds when the other accepts it: a change of terms, a cancellation, a return.
CREATE TABLE trade_order_proposals (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('change', 'cancel', 'return')),
  by_org_id uuid NOT NULL,
  by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  base_version int NOT NULL,
  -- Which lines it is about.
  line_ids uuid[] NOT NULL,
  terms jsonb NOT NULL,
  reason text NOT NULL,
  answer text CHECK (answer IN ('accepted', 'refused', 'withdrawn')),
  answered_at timestamptz,
  answered_by_name text,
  answer_reason text NOT NULL DEFAULT '',
  -- What the accepted terms replaced.
  before jsonb,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX trade_order_proposals_open ON trade_order_proposals (order_id) WHERE answer IS NULL;
CREATE INDEX trade_order_proposals_by_order ON trade_order_proposals (order_id);

CREATE TABLE trade_shipments (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  no int NOT NULL,
  carrier text NOT NULL DEFAULT '',
  waybill text NOT NULL DEFAULT '',
  packages int CHECK (packages > 0),
  note text NOT NULL DEFAULT '',
  shipped_at timestamptz NOT NULL,
  by_name text NOT NULL,
  UNIQUE (order_id, no)
);

-- What happened to goods, for ever. A correction is a further row that takes the other back.
CREATE TABLE trade_goods_facts (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  line_id uuid NOT NULL REFERENCES trade_order_lines ON DELETE CASCADE,
  shipment_id uuid REFERENCES trade_shipments ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('shipped', 'received', 'short', 'damaged', 'over', 'returned')),
  quantity numeric(20, 6) NOT NULL CHECK (quantity <> 0),
  lot text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  corrects_id uuid UNIQUE REFERENCES trade_goods_facts,
  at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  by_org_id uuid NOT NULL,
  by_name text NOT NULL,
  CHECK ((quantity < 0) = (corrects_id IS NOT NULL)),
  CHECK ((kind = 'returned') = (shipment_id IS NULL))
);
CREATE INDEX trade_goods_facts_by_order ON trade_goods_facts (order_id);
CREATE INDEX trade_goods_facts_by_shipment ON trade_goods_facts (shipment_id, line_id) WHERE shipment_id IS NOT NULL;
CREATE INDEX trade_goods_facts_by_line ON trade_goods_facts (line_id);

-- How a difference ended: each side may give up what is its own.
CREATE TABLE trade_settlements (
  fact_id uuid PRIMARY KEY REFERENCES trade_goods_facts ON DELETE CASCADE,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  line_id uuid NOT NULL REFERENCES trade_order_lines ON DELETE CASCADE,
  how text NOT NULL CHECK (how IN ('redeliver', 'credit', 'gift', 'waive', 'keep')),
  quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
  note text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  by_org_id uuid NOT NULL,
  by_name text NOT NULL
);
CREATE INDEX trade_settlements_by_order ON trade_settlements (order_id);

CREATE TABLE trade_delivery_proofs (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  shipment_id uuid NOT NULL REFERENCES trade_shipments ON DELETE CASCADE,
  file_id uuid REFERENCES files,
  signed_by text NOT NULL DEFAULT '',
  signed_at timestamptz NOT NULL,
  note text NOT NULL DEFAULT '',
  by_org_id uuid NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  CHECK (file_id IS NOT NULL OR signed_by <> '')
);
CREATE INDEX trade_delivery_proofs_by_order ON trade_delivery_proofs (order_id);
CREATE INDEX trade_delivery_proofs_by_file ON trade_delivery_proofs (file_id) WHERE file_id IS NOT NULL;

-- What fell due by which event. A later cancellation, correction or return takes back by a row below zero.
CREATE TABLE trade_instalments (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  buyer_org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  -- Which part of the order's payment term, from 0.
  part int NOT NULL,
  event text NOT NULL CHECK (event IN ('order', 'shipment', 'delivery', 'invoice')),
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  fell_due_at timestamptz NOT NULL,
  due_on date NOT NULL
);
CREATE INDEX trade_instalments_by_order ON trade_instalments (order_id);

-- The seller's own: how much it trusts each buyer with.
CREATE TABLE trade_credit_limits (
  org_id uuid NOT NULL REFERENCES orgs,
  buyer_org_id uuid NOT NULL REFERENCES orgs,
  currency text NOT NULL,
  limit_minor bigint NOT NULL CHECK (limit_minor >= 0),
  beyond text NOT NULL CHECK (beyond IN ('wait', 'refuse')),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, buyer_org_id, currency)
);
-- What one side writes down for itself, `org_id` being that side.
CREATE TABLE trade_order_notes (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  text text NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX trade_order_notes_by_order ON trade_order_notes (order_id, org_id);
CREATE TABLE trade_line_costs (
  line_id uuid PRIMARY KEY REFERENCES trade_order_lines ON DELETE CASCADE,
  org_id uuid NOT NULL REFERENCES orgs,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  cost_e4 bigint NOT NULL CHECK (cost_e4 >= 0),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL
);
CREATE INDEX trade_line_costs_by_order ON trade_line_costs (order_id);
CREATE TABLE trade_line_production (
  production_order_id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  order_id uuid NOT NULL REFERENCES trade_orders ON DELETE CASCADE,
  line_id uuid NOT NULL REFERENCES trade_order_lines ON DELETE CASCADE,
  code text NOT NULL,
  quantity numeric(20, 6) NOT NULL CHECK (quantity > 0),
  made_at timestamptz NOT NULL
);
CREATE INDEX trade_line_production_by_order ON trade_line_production (order_id);

-- What a seller has of a product at a place. A product without a row is not counted.
CREATE TABLE trade_stock (
  org_id uuid NOT NULL REFERENCES orgs,
  product_id uuid NOT NULL REFERENCES products,
  place text NOT NULL,
  on_hand numeric(20, 6) NOT NULL CONSTRAINT trade_stock_not_negative CHECK (on_hand >= 0),
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, product_id, place)
);
CREATE TABLE trade_stock_facts (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  product_id uuid NOT NULL REFERENCES products,
  place text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('in', 'out', 'adjust')),
  quantity numeric(20, 6) NOT NULL,
  order_id uuid REFERENCES trade_orders ON DELETE CASCADE,
  goods_fact_id uuid REFERENCES trade_goods_facts ON DELETE CASCADE,
  note text NOT NULL DEFAULT '',
  at timestamptz NOT NULL,
  by_name text NOT NULL,
  CHECK (kind = 'adjust' OR (kind = 'in') = (quantity > 0))
);
CREATE INDEX trade_stock_facts_by_product ON trade_stock_facts (org_id, product_id, at DESC);
CREATE INDEX trade_stock_facts_by_goods ON trade_stock_facts (goods_fact_id) WHERE goods_fact_id IS NOT NULL;

CREATE FUNCTION trade_goods_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE trade_order_lines l SET shipped = l.shipped + s.shipped, received = l.received + s.received,
    short = l.short + s.short, damaged = l.damaged + s.damaged, over = l.over + s.over,
    returned = l.returned + s.returned, unsettled = l.unsettled + s.short + s.damaged + s.over
  FROM (SELECT line_id, coalesce(sum(quantity) FILTER (WHERE kind = 'shipped'), 0) AS shipped,
      coalesce(sum(quantity) FILTER (WHERE kind = 'received'), 0) AS received,
      coalesce(sum(quantity) FILTER (WHERE kind = 'short'), 0) AS short,
      coalesce(sum(quantity) FILTER (WHERE kind = 'damaged'), 0) AS damaged,
      coalesce(sum(quantity) FILTER (WHERE kind = 'over'), 0) AS over,
      coalesce(sum(quantity) FILTER (WHERE kind = 'returned'), 0) AS returned
    FROM added GROUP BY line_id) s WHERE l.id = s.line_id;
  RETURN NULL;
END $$;
CREATE TRIGGER trade_goods_summed AFTER INSERT ON trade_goods_facts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION trade_goods_summed();

CREATE FUNCTION trade_settlements_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE trade_order_lines l SET unsettled = l.unsettled - s.quantity, owed_again = l.owed_again + s.again,
    let_go = l.let_go + s.credit, kept = l.kept + s.keep, waived = l.waived + s.waive
  FROM (SELECT line_id, sum(quantity) AS quantity, coalesce(sum(quantity) FILTER (WHERE how = 'redeliver'), 0) AS again,
      coalesce(sum(quantity) FILTER (WHERE how = 'credit'), 0) AS credit,
      coalesce(sum(quantity) FILTER (WHERE how = 'keep'), 0) AS keep,
      coalesce(sum(quantity) FILTER (WHERE how = 'waive'), 0) AS waive
    FROM added GROUP BY line_id) s WHERE l.id = s.line_id;
  RETURN NULL;
END $$;
CREATE TRIGGER trade_settlements_summed AFTER INSERT ON trade_settlements REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION trade_settlements_summed();

-- An upsert tries the row that it would insert before it sees the one that is there, and a row of what went out
-- alone is below zero: so the place is made first and the sum added after.
CREATE FUNCTION trade_stock_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO trade_stock (org_id, product_id, place, on_hand, changed_at)
    SELECT org_id, product_id, place, 0, max(at) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT DO NOTHING;
  UPDATE trade_stock k SET on_hand = k.on_hand + s.quantity, changed_at = greatest(k.changed_at, s.at)
  FROM (SELECT org_id, product_id, place, sum(quantity) AS quantity, max(at) AS at FROM added GROUP BY 1, 2, 3) s
  WHERE k.org_id = s.org_id AND k.product_id = s.product_id AND k.place = s.place;
  RETURN NULL;
END $$;
CREATE TRIGGER trade_stock_summed AFTER INSERT ON trade_stock_facts REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION trade_stock_summed();

CREATE FUNCTION next_order_no(p_seller uuid) RETURNS int LANGUAGE sql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  INSERT INTO trade_order_counters AS c VALUES (p_seller, 1)
    ON CONFLICT (org_id) DO UPDATE SET last_no = c.last_no + 1 RETURNING last_no $$;

-- Whether an order fits into the credit that the seller gives: the buyer learns the answer and no figure. The
-- limit is locked to the end of the transaction, so that two orders at once do not both take the last of it.
CREATE FUNCTION order_credit(p_seller uuid, p_buyer uuid, p_currency text, p_amount bigint, p_paid bigint)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE credit trade_credit_limits; used bigint;
BEGIN
  IF jingwei_org() IS NULL OR jingwei_org() NOT IN (p_seller, p_buyer) THEN
    RAISE EXCEPTION 'credit is asked for by one of the two' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO credit FROM trade_credit_limits
    WHERE org_id = p_seller AND buyer_org_id = p_buyer AND currency = p_currency FOR UPDATE;
  IF NOT FOUND THEN RETURN 'within'; END IF;
  SELECT coalesce(sum(total_minor), 0) INTO used FROM trade_orders
    WHERE org_id = p_seller AND buyer_org_id = p_buyer AND currency = p_currency AND ended IS NULL;
  RETURN CASE WHEN used - p_paid + p_amount <= credit.limit_minor THEN 'within' ELSE credit.beyond END;
END $$;

-- Terms change here and nowhere else: by the word of one side that the other accepts.
CREATE FUNCTION accept_order_proposal(p_id uuid, p_at timestamptz, p_by text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE said trade_order_proposals; placed trade_orders; left_over bigint;
BEGIN
  SELECT * INTO STRICT said FROM trade_order_proposals WHERE id = p_id FOR UPDATE;
  IF jingwei_org() IS NULL OR jingwei_org() NOT IN (said.org_id, said.buyer_org_id)
    OR jingwei_org() = said.by_org_id OR said.answer IS NOT NULL THEN
    RAISE EXCEPTION 'a proposal is accepted once, by the other side' USING ERRCODE = '42501';
  END IF;
  SELECT * INTO STRICT placed FROM trade_orders WHERE id = said.order_id FOR UPDATE;
  UPDATE trade_order_proposals SET answer = 'accepted', answered_at = p_at, answered_by_name = p_by,
    before = jsonb_build_object('payment', placed.payment, 'deliverBy', placed.deliver_by,
      'incoterm', placed.incoterm, 'place', placed.place, 'totalMinor', placed.total_minor,
      'lines', (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'quantity', l.quantity, 'unitE4', l.unit_e4,
        'amountMinor', l.amount_minor, 'deliverBy', l.deliver_by) ORDER BY l.line_no)
        FROM trade_order_lines l WHERE l.id = ANY (said.line_ids)))
    WHERE id = p_id;
  IF said.kind = 'return' THEN
    UPDATE trade_order_lines l SET coming_back = l.coming_back + t.quantity
    FROM jsonb_to_recordset(said.terms -> 'lines') AS t(id uuid, quantity numeric)
    WHERE l.id = t.id AND l.order_id = said.order_id;
    UPDATE trade_orders SET version = version + 1 WHERE id = said.order_id;
    RETURN;
  END IF;
  UPDATE trade_order_lines l SET quantity = t.quantity, unit_e4 = t."unitE4", amount_minor = t."amountMinor",
    deliver_by = t."deliverBy"
  FROM jsonb_to_recordset(said.terms -> 'lines')
    AS t(id uuid, quantity numeric, "unitE4" bigint, "amountMinor" bigint, "deliverBy" date)
  WHERE l.id = t.id AND l.order_id = said.order_id;
  SELECT sum(amount_minor) FILTER (WHERE quantity > 0) INTO left_over FROM trade_order_lines
    WHERE order_id = said.order_id;
  UPDATE trade_orders SET total_minor = coalesce(left_over, 0), version = version + 1,
    payment = coalesce(said.terms -> 'payment', payment),
    deliver_by = CASE WHEN said.terms ? 'deliverBy' THEN (said.terms ->> 'deliverBy')::date ELSE deliver_by END,
    incoterm = CASE WHEN said.terms ? 'incoterm' THEN said.terms ->> 'incoterm' ELSE incoterm END,
    place = CASE WHEN said.terms ? 'place' THEN said.terms ->> 'place' ELSE place END,
    ended = CASE WHEN left_over IS NULL THEN 'cancelled' END,
    ended_at = CASE WHEN left_over IS NULL THEN p_at END,
    ended_reason = CASE WHEN left_over IS NULL THEN said.reason ELSE '' END
    WHERE id = said.order_id;
END $$;

-- Who placed an order does not also confirm it, and only the seller lets it through its own limit.
CREATE FUNCTION trade_orders_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jingwei_org() IS NOT NULL AND (
    (NEW.released_at IS DISTINCT FROM OLD.released_at AND jingwei_org() <> OLD.org_id)
    OR (NEW.confirmed_at IS DISTINCT FROM OLD.confirmed_at AND jingwei_org() = OLD.placed_by_org_id))
  THEN RAISE EXCEPTION 'that is for the other side' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trade_orders_consent BEFORE UPDATE OF released_at, confirmed_at ON trade_orders
  FOR EACH ROW EXECUTE FUNCTION trade_orders_consent();

ALTER TABLE trade_order_counters ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_order_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_order_proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_shipments ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_goods_facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_settlements ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_delivery_proofs ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_instalments ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_credit_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_order_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_line_costs ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_line_production ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_stock ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_stock_facts ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON trade_orders USING (org_id = (SELECT jingwei_org()));
CREATE POLICY buys ON trade_orders USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_order_lines USING (org_id = (SELECT jingwei_org()));
CREATE POLICY buys ON trade_order_lines USING (buyer_org_id = (SELECT jingwei_org()));
-- Each side speaks in its own name.
CREATE POLICY own ON trade_order_proposals USING (org_id = (SELECT jingwei_org()))
  WITH CHECK (org_id = (SELECT jingwei_org()) AND (by_org_id = org_id OR answer IS NOT NULL));
CREATE POLICY buys ON trade_order_proposals USING (buyer_org_id = (SELECT jingwei_org()))
  WITH CHECK (buyer_org_id = (SELECT jingwei_org()) AND (by_org_id = buyer_org_id OR answer IS NOT NULL));
CREATE POLICY own ON trade_shipments USING (org_id = (SELECT jingwei_org()));
CREATE POLICY buys ON trade_shipments FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
-- What leaves and what comes back is for the seller to say, what arrived for the buyer.
CREATE POLICY own ON trade_goods_facts USING (org_id = (SELECT jingwei_org()))
  WITH CHECK (org_id = (SELECT jingwei_org()) AND by_org_id = org_id AND kind IN ('shipped', 'returned'));
CREATE POLICY buys ON trade_goods_facts USING (buyer_org_id = (SELECT jingwei_org()))
  WITH CHECK (buyer_org_id = (SELECT jingwei_org()) AND by_org_id = buyer_org_id
    AND kind IN ('received', 'short', 'damaged', 'over'));
CREATE POLICY own ON trade_settlements USING (org_id = (SELECT jingwei_org()))
  WITH CHECK (org_id = (SELECT jingwei_org()) AND by_org_id = org_id AND how IN ('redeliver', 'credit', 'gift'));
CREATE POLICY buys ON trade_settlements USING (buyer_org_id = (SELECT jingwei_org()))
  WITH CHECK (buyer_org_id = (SELECT jingwei_org()) AND by_org_id = buyer_org_id AND how IN ('waive', 'keep'));
CREATE POLICY own ON trade_delivery_proofs USING (org_id = (SELECT jingwei_org()));
CREATE POLICY buys ON trade_delivery_proofs USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_instalments USING (org_id = (SELECT jingwei_org()));
CREATE POLICY buys ON trade_instalments USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_credit_limits USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_order_notes USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_line_costs USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_line_production USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_stock USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_stock_facts USING (org_id = (SELECT jingwei_org()));
CREATE POLICY also_proof ON files FOR SELECT USING (id IN (SELECT p.file_id FROM trade_delivery_proofs p));

GRANT SELECT, INSERT ON trade_orders, trade_order_lines, trade_order_proposals, trade_shipments,
  trade_goods_facts, trade_settlements, trade_delivery_proofs, trade_instalments, trade_order_notes,
  trade_line_production, trade_stock_facts TO jingwei_app;
GRANT UPDATE (released_at, confirmed_at, confirmed_by_name, ended, ended_at, ended_reason, version)
  ON trade_orders TO jingwei_app;
GRANT UPDATE (answer, answered_at, answered_by_name, answer_reason) ON trade_order_proposals TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON trade_credit_limits, trade_line_costs TO jingwei_app;
GRANT SELECT ON trade_stock TO jingwei_app;
GRANT UPDATE (changed_at) ON trade_stock TO jingwei_app;
