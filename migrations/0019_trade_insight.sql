-- What trades teach: what was released of prices, and what sellers promise in a category.

-- One row a product, region and month that is over ('*': all regions together). It is written once and never again:
-- two releases of one month could be subtracted from each other. What would reveal a party is null, with the reason.
CREATE TABLE trade_price_index (
  org_id uuid NOT NULL REFERENCES orgs,
  product_id uuid NOT NULL REFERENCES products,
  region text NOT NULL,
  -- Months since the year 0: 2026-01 is 24312.
  period int NOT NULL,
  index_value numeric(12, 1),
  -- The period at which the index stands at 100; a chain that was broken begins anew.
  base int NOT NULL,
  reason text,
  price_e4 bigint,
  price_reason text,
  sellers text NOT NULL,
  buyers text NOT NULL,
  -- What the next month is chained to; nobody but the release reads it.
  exact double precision NOT NULL,
  released_at timestamptz NOT NULL,
  PRIMARY KEY (product_id, region, period),
  CHECK (index_value IS NULL OR reason IS NULL),
  CHECK (price_e4 IS NULL OR price_reason IS NULL)
);
CREATE INDEX trade_price_index_by_period ON trade_price_index (period);
CREATE FUNCTION trade_price_index_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was released stays as it was' USING ERRCODE = '42501'; END $$;
CREATE TRIGGER trade_price_index_stays BEFORE UPDATE ON trade_price_index
  FOR EACH ROW EXECUTE FUNCTION trade_price_index_stays();

CREATE TABLE trade_wish_promises (
  org_id uuid NOT NULL REFERENCES orgs,
  category text NOT NULL,
  -- In the order in which they matter.
  wishes text[] NOT NULL CHECK (wishes <@ ARRAY['range', 'speed', 'quality', 'thrift']),
  set_by_name text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, category)
);

ALTER TABLE trade_price_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE trade_wish_promises ENABLE ROW LEVEL SECURITY;
-- Whoever sees the product sees what was released of its prices.
CREATE POLICY offered ON trade_price_index FOR SELECT
  USING (EXISTS (SELECT 1 FROM products p WHERE p.id = trade_price_index.product_id));
CREATE POLICY own ON trade_price_index FOR SELECT USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON trade_wish_promises USING (org_id = (SELECT jingwei_org()));
GRANT SELECT (org_id, product_id, region, period, index_value, base, reason, price_e4, price_reason, sellers,
  buyers, released_at) ON trade_price_index TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON trade_wish_promises TO jingwei_app;
