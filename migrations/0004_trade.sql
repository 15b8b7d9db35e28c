-- The goods of a lead firm and how their price grows from tier to tier.
CREATE TABLE products (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  code text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL,
  category text NOT NULL DEFAULT '',
  currency text NOT NULL DEFAULT 'CNY',
  created_at timestamptz NOT NULL,
  retired_at timestamptz,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, code)
);

-- A price is a dated fact: the current one is the latest that is already valid.
CREATE TABLE product_prices (
  org_id uuid NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  valid_from timestamptz NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  retail_minor bigint NOT NULL CHECK (retail_minor >= 0),
  notice_id uuid,
  set_by uuid,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (product_id, valid_from, set_at)
);
CREATE INDEX product_prices_by_notice ON product_prices (notice_id) WHERE notice_id IS NOT NULL;

-- A mark-up is set by the lead for a tier, or by a seller for all that buy from it; for one product or
-- for all. `percent` is in basis points, `amount` and `fixed` in minor units.
CREATE TABLE markups (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  set_by_org_id uuid NOT NULL,
  tier int CHECK (tier BETWEEN 1 AND 30),
  seller_partner_id uuid REFERENCES partners ON DELETE CASCADE,
  product_id uuid REFERENCES products,
  kind text NOT NULL CHECK (kind IN ('percent', 'amount', 'fixed')),
  value bigint NOT NULL,
  set_at timestamptz NOT NULL,
  CHECK ((tier IS NULL) <> (seller_partner_id IS NULL))
);
-- The org belongs to the key: who takes over a place must not meet the hidden rows of who left it.
CREATE UNIQUE INDEX markups_once ON markups (chain_id, set_by_org_id,
  coalesce(seller_partner_id, '00000000-0000-0000-0000-000000000000'), coalesce(tier, 0),
  coalesce(product_id, '00000000-0000-0000-0000-000000000000'));

-- What a seller of this tier may add: the lead's limits, in basis points of its own purchase price.
CREATE TABLE markup_limits (
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  tier int NOT NULL CHECK (tier BETWEEN 1 AND 30),
  min_bp int NOT NULL CHECK (min_bp BETWEEN -9000 AND 100000),
  max_bp int NOT NULL CHECK (max_bp BETWEEN -9000 AND 100000),
  PRIMARY KEY (chain_id, tier),
  CHECK (min_bp <= max_bp)
);

ALTER TABLE products ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE markups ENABLE ROW LEVEL SECURITY;
ALTER TABLE markup_limits ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON products USING (org_id = (SELECT jingwei_org()));
-- Who sells a lead's goods on may know what they are called; what they cost stands in product_prices.
CREATE POLICY sold_on ON products FOR SELECT
  USING (org_id IN (SELECT p.org_id FROM partners p WHERE p.partner_org_id = (SELECT jingwei_org())
    AND p.side = 'downstream' AND p.status <> 'left'));
CREATE POLICY own ON product_prices USING (org_id = (SELECT jingwei_org()));
-- What a seller adds is between it and its buyers: not even the lead reads it.
CREATE POLICY own ON markups USING (set_by_org_id = (SELECT jingwei_org()));
-- What the lead sets for a tier is known to those who stand in that tier.
CREATE POLICY default_seen ON markups FOR SELECT
  USING (tier IS NOT NULL AND (chain_id, tier) IN (SELECT p.chain_id, p.tier FROM partners p
    WHERE p.partner_org_id = (SELECT jingwei_org()) AND p.side = 'downstream' AND p.status <> 'left'));
CREATE POLICY own ON markup_limits USING (org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON markup_limits FOR SELECT
  USING (chain_id = ANY ((SELECT jingwei_my_chains())::uuid[]));

GRANT SELECT, INSERT, UPDATE ON products TO jingwei_app;
GRANT SELECT, INSERT ON product_prices TO jingwei_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON markups, markup_limits TO jingwei_app;
