-- Orders that are made by many: what is to be done, who does it, what was reported, and what the clock says.
-- Quantities are whole thousandths of their unit, so that sums are exact.

-- How a product is made. A change makes a new edition; orders keep the one they began with.
CREATE TABLE routing_operations (
  org_id uuid NOT NULL REFERENCES orgs,
  product_id uuid NOT NULL REFERENCES products,
  edition int NOT NULL,
  no int NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  ms_per_piece bigint NOT NULL CHECK (ms_per_piece > 0),
  after int[] NOT NULL DEFAULT '{}',
  wait_minutes int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, product_id, edition, no)
);

CREATE TABLE production_orders (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  code text NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  product_name text NOT NULL,
  unit text NOT NULL,
  currency text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  due_at timestamptz NOT NULL,
  priority int NOT NULL DEFAULT 3,
  note text NOT NULL DEFAULT '',
  state text NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  plan_no int NOT NULL,
  created_by uuid,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, code)
);
CREATE INDEX production_orders_running ON production_orders (org_id, due_at) WHERE state = 'running';
CREATE INDEX production_orders_by_org ON production_orders (org_id, created_at DESC);

CREATE TABLE order_operations (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  no int NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  ms_per_piece bigint NOT NULL,
  after int[] NOT NULL,
  wait_minutes int NOT NULL,
  PRIMARY KEY (order_id, no)
);

-- Every version of the plan is kept: why it was made, and what each org was to do by when.
CREATE TABLE plans (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  plan_no int NOT NULL,
  quantity_milli bigint NOT NULL,
  due_at timestamptz NOT NULL,
  reason text NOT NULL,
  made_by uuid,
  made_by_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, plan_no)
);

-- A share is what one org does of one operation. It names order, product and operation as its org may know
-- them, because the order itself belongs to the lead alone. A share that a new plan drops is withdrawn.
CREATE TABLE shares (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  chain_id uuid NOT NULL,
  operation_no int NOT NULL,
  assignee_org_id uuid NOT NULL REFERENCES orgs,
  order_code text NOT NULL,
  product_name text NOT NULL,
  operation_name text NOT NULL,
  unit text NOT NULL,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  lines int NOT NULL,
  work_ms bigint NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  price_minor bigint,
  currency text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('offered', 'accepted', 'refused')),
  answered_at timestamptz,
  answered_by text,
  reason text,
  proposed_milli bigint,
  proposed_ends_at timestamptz,
  offered_at timestamptz NOT NULL,
  finished_at timestamptz,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX shares_once ON shares (order_id, operation_no, assignee_org_id) WHERE withdrawn_at IS NULL;
CREATE INDEX shares_by_order ON shares (order_id);
CREATE INDEX shares_by_assignee ON shares (assignee_org_id, ends_at) WHERE withdrawn_at IS NULL;

CREATE TABLE plan_lines (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  plan_no int NOT NULL,
  share_id uuid NOT NULL REFERENCES shares ON DELETE CASCADE,
  assignee_org_id uuid NOT NULL,
  quantity_milli bigint NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, plan_no, share_id),
  FOREIGN KEY (order_id, plan_no) REFERENCES plans ON DELETE CASCADE
);
CREATE INDEX plan_lines_by_share ON plan_lines (share_id);

-- Pieces that go through the shop together under one printed code.
CREATE TABLE bundles (
  org_id uuid NOT NULL,
  code text NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  quantity_milli bigint NOT NULL CHECK (quantity_milli > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (code)
);
CREATE INDEX bundles_by_order ON bundles (order_id);

-- What was reported, for ever. A correction is a further row that says by how much the other was wrong, so
-- that sums are plain sums. The id comes from whoever reports: a report that is sent again is found.
CREATE TABLE progress_reports (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  share_id uuid NOT NULL REFERENCES shares ON DELETE CASCADE,
  operation_no int NOT NULL,
  reporter_org_id uuid NOT NULL,
  good_milli bigint NOT NULL,
  scrap_milli bigint NOT NULL,
  scrap_reason text NOT NULL DEFAULT '',
  done_at timestamptz NOT NULL,
  reported_at timestamptz NOT NULL,
  person_id uuid,
  person_name text NOT NULL,
  source text NOT NULL CHECK (source IN ('phone', 'scan', 'xlsx', 'api', 'machine')),
  bundle_code text,
  file_id uuid REFERENCES files,
  corrects_id uuid REFERENCES progress_reports,
  input_hash bytea NOT NULL
);
CREATE INDEX progress_reports_by_share ON progress_reports (share_id, done_at DESC);
CREATE INDEX progress_reports_by_order ON progress_reports (order_id, reported_at DESC);
CREATE UNIQUE INDEX progress_reports_bundle_once ON progress_reports
  (order_id, operation_no, bundle_code)
  WHERE bundle_code IS NOT NULL AND corrects_id IS NULL;
CREATE INDEX progress_reports_corrections ON progress_reports (corrects_id) WHERE corrects_id IS NOT NULL;

-- Where a share stands: computed from its reports in the transaction that writes one. The latest reports lie
-- beside the sums, so that the clock reads a running order without its history.
CREATE TABLE progress (
  share_id uuid PRIMARY KEY REFERENCES shares ON DELETE CASCADE,
  org_id uuid NOT NULL,
  order_id uuid NOT NULL,
  assignee_org_id uuid NOT NULL,
  good_milli bigint NOT NULL,
  scrap_milli bigint NOT NULL,
  reports int NOT NULL,
  last_done_at timestamptz NOT NULL,
  last_reported_at timestamptz NOT NULL,
  recent_ms bigint[] NOT NULL,
  recent_milli bigint[] NOT NULL
);
CREATE INDEX progress_by_order ON progress (order_id);

CREATE TABLE handovers (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  order_code text NOT NULL,
  from_org_id uuid NOT NULL REFERENCES orgs,
  from_name text NOT NULL,
  to_org_id uuid NOT NULL REFERENCES orgs,
  to_name text NOT NULL,
  item text NOT NULL,
  unit text NOT NULL,
  sent_milli bigint NOT NULL CHECK (sent_milli > 0),
  sent_at timestamptz NOT NULL,
  sent_by text NOT NULL,
  received_milli bigint CHECK (received_milli >= 0),
  received_at timestamptz,
  received_by text,
  note text NOT NULL DEFAULT ''
);
CREATE INDEX handovers_by_order ON handovers (order_id);
CREATE INDEX handovers_arriving ON handovers (to_org_id) WHERE received_at IS NULL;

CREATE TABLE production_settings (
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  scope text NOT NULL CHECK (scope IN ('chain', 'factory', 'order')),
  subject_id uuid NOT NULL,
  settings jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, chain_id, scope, subject_id)
);

-- One row an order and hour: what it says was posted with it, or not at all.
CREATE TABLE digests (
  org_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  slot_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  data jsonb NOT NULL,
  PRIMARY KEY (order_id, slot_at)
);

CREATE TABLE warnings (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  chain_id uuid NOT NULL,
  order_id uuid NOT NULL REFERENCES production_orders ON DELETE CASCADE,
  order_code text NOT NULL,
  product_name text NOT NULL,
  share_id uuid REFERENCES shares ON DELETE CASCADE,
  assignee_org_id uuid,
  operation_no int,
  operation_name text,
  kind text NOT NULL CHECK (kind IN ('behind', 'late', 'silent')),
  measure double precision NOT NULL,
  raised_at timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  owner_name text,
  cause text CHECK (cause IN ('people', 'machine', 'material', 'method', 'environment')),
  action text,
  shelved_until timestamptz,
  shelved_reason text,
  escalated int NOT NULL DEFAULT 0,
  cleared_at timestamptz,
  version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX warnings_open ON warnings (order_id, kind,
  coalesce(share_id, '00000000-0000-0000-0000-000000000000')) WHERE cleared_at IS NULL;
CREATE INDEX warnings_by_org ON warnings (org_id, raised_at DESC);
CREATE INDEX warnings_by_order ON warnings (order_id);
CREATE INDEX warnings_by_assignee ON warnings (assignee_org_id) WHERE cleared_at IS NULL;

ALTER TABLE routing_operations ENABLE ROW LEVEL SECURITY;
ALTER TABLE production_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE order_operations ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE plan_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE bundles ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress_reports ENABLE ROW LEVEL SECURITY;
ALTER TABLE progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE handovers ENABLE ROW LEVEL SECURITY;
ALTER TABLE production_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE warnings ENABLE ROW LEVEL SECURITY;

-- What the lead plans is the lead's: a factory knows an order only by its own shares of it.
CREATE POLICY own ON routing_operations USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON production_orders USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON order_operations USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON plans USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON production_settings USING (org_id = (SELECT jingwei_org()));
-- By which hours a factory is measured is no secret from it.
CREATE POLICY known ON production_settings FOR SELECT USING (subject_id = (SELECT jingwei_org())
  OR (scope = 'chain' AND chain_id = ANY ((SELECT jingwei_my_chains())::uuid[])));
CREATE POLICY own ON digests USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON plan_lines USING (org_id = (SELECT jingwei_org()));
CREATE POLICY mine ON plan_lines FOR SELECT USING (assignee_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON shares USING (org_id = (SELECT jingwei_org()));
-- A price stands in the share, and the share is read by the two who agreed on it.
CREATE POLICY mine ON shares FOR SELECT USING (assignee_org_id = (SELECT jingwei_org()));
CREATE POLICY answered ON shares FOR UPDATE USING (assignee_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON progress_reports FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY mine ON progress_reports FOR SELECT USING (reporter_org_id = (SELECT jingwei_org()));
-- Whoever does a share reports on it, in its own name and for the share's own order.
CREATE POLICY reported ON progress_reports FOR INSERT WITH CHECK (reporter_org_id = (SELECT jingwei_org())
  AND EXISTS (SELECT 1 FROM shares s WHERE s.id = share_id AND s.assignee_org_id = reporter_org_id
    AND s.org_id = progress_reports.org_id AND s.order_id = progress_reports.order_id
    AND s.operation_no = progress_reports.operation_no));
CREATE POLICY own ON progress FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY mine ON progress FOR SELECT USING (assignee_org_id = (SELECT jingwei_org()));
CREATE POLICY moved ON progress FOR UPDATE USING (assignee_org_id = (SELECT jingwei_org()));
CREATE POLICY begun ON progress FOR INSERT WITH CHECK (assignee_org_id = (SELECT jingwei_org())
  AND EXISTS (SELECT 1 FROM shares s WHERE s.id = share_id AND s.assignee_org_id = progress.assignee_org_id
    AND s.org_id = progress.org_id AND s.order_id = progress.order_id));
CREATE POLICY own ON bundles USING (org_id = (SELECT jingwei_org()));
CREATE POLICY mine ON bundles FOR SELECT USING (order_id IN (SELECT s.order_id FROM shares s
  WHERE s.assignee_org_id = (SELECT jingwei_org()) AND s.withdrawn_at IS NULL));
CREATE POLICY own ON handovers FOR SELECT USING ((SELECT jingwei_org()) IN (org_id, from_org_id, to_org_id));
-- The lead, or whoever has a share of the order, sends; the goods' own way decides who receives.
CREATE POLICY sent ON handovers FOR INSERT WITH CHECK (from_org_id = (SELECT jingwei_org())
  AND (org_id = from_org_id OR EXISTS (SELECT 1 FROM shares s WHERE s.order_id = handovers.order_id
    AND s.org_id = handovers.org_id AND s.assignee_org_id = handovers.from_org_id)));
CREATE POLICY received ON handovers FOR UPDATE USING (to_org_id = (SELECT jingwei_org()));
CREATE POLICY raised ON warnings FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON warnings FOR SELECT USING ((SELECT jingwei_org()) IN (org_id, assignee_org_id));
CREATE POLICY answered ON warnings FOR UPDATE USING ((SELECT jingwei_org()) IN (org_id, assignee_org_id));
CREATE POLICY also_photo ON files FOR SELECT USING (id IN (SELECT r.file_id FROM progress_reports r));

GRANT SELECT, INSERT ON routing_operations, order_operations, plans, plan_lines, progress_reports, bundles
  TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON production_orders, shares, production_settings, progress TO jingwei_app;
GRANT SELECT, INSERT ON handovers TO jingwei_app;
GRANT UPDATE (received_milli, received_at, received_by, note) ON handovers TO jingwei_app;
GRANT SELECT, INSERT ON digests TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON warnings TO jingwei_app;

-- To whom a factory may hand its goods on: the lead, and those who do what comes next. Their shares are not
-- the factory's to read, so only the names come out, and only for a share that is its own.
CREATE FUNCTION share_next_parties(p_share uuid) RETURNS TABLE (org_id uuid, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT o.id, o.short_name FROM shares s
  LEFT JOIN order_operations n ON n.order_id = s.order_id AND s.operation_no = ANY (n.after)
  LEFT JOIN shares t ON t.order_id = s.order_id AND t.operation_no = n.no AND t.withdrawn_at IS NULL
  JOIN orgs o ON o.id IN (s.org_id, t.assignee_org_id)
  WHERE s.id = p_share AND s.assignee_org_id = jingwei_org() AND s.withdrawn_at IS NULL
    AND o.id <> jingwei_org() $$;

-- Who holds a share may change its own answer and say that it is finished, and nothing else of it: the price
-- and the quantity are the lead's to set.
CREATE FUNCTION shares_answer_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jingwei_org() IS NOT NULL AND jingwei_org() <> OLD.org_id AND (
    (NEW.id, NEW.org_id, NEW.order_id, NEW.operation_no, NEW.assignee_org_id, NEW.quantity_milli, NEW.lines,
      NEW.work_ms, NEW.starts_at, NEW.ends_at, NEW.currency, NEW.offered_at)
    IS DISTINCT FROM (OLD.id, OLD.org_id, OLD.order_id, OLD.operation_no, OLD.assignee_org_id,
      OLD.quantity_milli, OLD.lines, OLD.work_ms, OLD.starts_at, OLD.ends_at, OLD.currency, OLD.offered_at)
    OR NEW.price_minor IS DISTINCT FROM OLD.price_minor OR NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at)
  THEN RAISE EXCEPTION 'only the lead changes a share' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER shares_answer_only BEFORE UPDATE ON shares FOR EACH ROW EXECUTE FUNCTION shares_answer_only();

-- And who is warned may answer, but neither raise, clear nor rewrite a warning.
CREATE FUNCTION warnings_answer_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF jingwei_org() IS NOT NULL AND jingwei_org() <> OLD.org_id AND (
    (NEW.id, NEW.org_id, NEW.order_id, NEW.kind, NEW.measure, NEW.raised_at, NEW.escalated, NEW.order_code)
    IS DISTINCT FROM (OLD.id, OLD.org_id, OLD.order_id, OLD.kind, OLD.measure, OLD.raised_at, OLD.escalated,
      OLD.order_code)
    OR NEW.share_id IS DISTINCT FROM OLD.share_id OR NEW.assignee_org_id IS DISTINCT FROM OLD.assignee_org_id
    OR NEW.cleared_at IS DISTINCT FROM OLD.cleared_at)
  THEN RAISE EXCEPTION 'only the lead changes a warning' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER warnings_answer_only BEFORE UPDATE ON warnings FOR EACH ROW EXECUTE FUNCTION warnings_answer_only();
