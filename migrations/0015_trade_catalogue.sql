-- What is offered to whom in which units, and what was agreed about its price.

ALTER TABLE products
  ADD COLUMN description text NOT NULL DEFAULT '',
  ADD COLUMN kind text NOT NULL DEFAULT 'goods' CHECK (kind IN ('goods', 'service')),
  -- How finely the base unit may be parted: 0 for pieces, so that 1.5 of them is refused.
  ADD COLUMN decimals int NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 6),
  ADD COLUMN price_group text NOT NULL DEFAULT '',
  -- A variant is a product of its own that names its family and what sets it apart: {"颜色": "白", "尺码": "L"}.
  ADD COLUMN variant_of uuid REFERENCES products,
  ADD COLUMN options jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN visibility text NOT NULL DEFAULT 'buyers' CHECK (visibility IN ('buyers', 'chosen', 'nobody')),
  ADD COLUMN is_on_request boolean NOT NULL DEFAULT false,
  ADD CHECK (variant_of IS NULL OR (variant_of <> id AND options <> '{}')),
  ADD CHECK (variant_of IS NOT NULL OR options = '{}');
CREATE UNIQUE INDEX products_variants ON products (variant_of, options) WHERE variant_of IS NOT NULL;
-- What is measured rather than counted could be parted before, and still can.
UPDATE products SET decimals = 3 WHERE lower(unit) IN
  ('m', '米', 'kg', '千克', '公斤', '斤', 't', '吨', 'l', '升', '平方米', '立方米', '码', '小时', 'h');

-- One of these is numerator / denominator base units: a carton 24/1 pieces, a millimetre 1/1000 metre.
CREATE TABLE product_units (
  org_id uuid NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  unit text NOT NULL,
  numerator bigint NOT NULL CHECK (numerator BETWEEN 1 AND 1000000000000),
  denominator bigint NOT NULL CHECK (denominator BETWEEN 1 AND 1000000000000),
  decimals int NOT NULL DEFAULT 0 CHECK (decimals BETWEEN 0 AND 6),
  PRIMARY KEY (product_id, unit)
);
CREATE TABLE product_pictures (
  org_id uuid NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  file_id uuid NOT NULL REFERENCES files,
  position int NOT NULL,
  PRIMARY KEY (product_id, position)
);
CREATE INDEX product_pictures_by_file ON product_pictures (file_id);
-- Who may see a product of which visibility is `chosen`: a group, a tier of a chain, or an org.
CREATE TABLE product_viewers (
  org_id uuid NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  kind text NOT NULL CHECK (kind IN ('group', 'tier', 'org')),
  group_id uuid REFERENCES partner_groups ON DELETE CASCADE,
  tier int CHECK (tier BETWEEN 1 AND 30),
  viewer_org_id uuid REFERENCES orgs,
  CHECK (num_nonnulls(group_id, tier, viewer_org_id) = 1)
);
CREATE UNIQUE INDEX product_viewers_once ON product_viewers (product_id,
  coalesce(group_id, viewer_org_id, '00000000-0000-0000-0000-000000000000'), coalesce(tier, 0));
CREATE INDEX product_viewers_by_group ON product_viewers (group_id) WHERE group_id IS NOT NULL;

-- The least a seller would take, and what a product costs it: nobody else ever reads these.
CREATE TABLE product_floors (
  org_id uuid NOT NULL,
  product_id uuid NOT NULL REFERENCES products,
  floor_e4 bigint CHECK (floor_e4 >= 0),
  cost_e4 bigint CHECK (cost_e4 >= 0),
  set_by uuid,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, product_id)
);

-- What a seller agreed with a buyer, or grants to a group, a tier, a region or to all that may buy from it.
CREATE TABLE agreements (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  name text NOT NULL,
  currency text NOT NULL,
  audience text NOT NULL CHECK (audience IN ('all', 'org', 'group', 'tier', 'region')),
  buyer_org_id uuid REFERENCES orgs,
  group_id uuid REFERENCES partner_groups,
  tier int CHECK (tier BETWEEN 1 AND 30),
  region text,
  created_by uuid,
  created_at timestamptz NOT NULL,
  ends_at timestamptz,
  version int NOT NULL DEFAULT 1,
  CHECK ((audience = 'org') = (buyer_org_id IS NOT NULL)),
  CHECK ((audience = 'group') = (group_id IS NOT NULL)),
  CHECK ((audience = 'tier') = (tier IS NOT NULL)),
  CHECK ((audience = 'region') = (region IS NOT NULL)),
  UNIQUE (org_id, name)
);
CREATE INDEX agreements_by_buyer ON agreements (buyer_org_id) WHERE buyer_org_id IS NOT NULL;
CREATE INDEX agreements_by_group ON agreements (group_id) WHERE group_id IS NOT NULL;

-- A version holds from `valid_from` until the next activated one begins. It is a draft until then, and never
-- changes after. `below_floor` are the prices under the floor that somebody else has to approve.
CREATE TABLE agreement_versions (
  org_id uuid NOT NULL,
  agreement_id uuid NOT NULL REFERENCES agreements,
  no int NOT NULL,
  terms jsonb NOT NULL,
  note text NOT NULL DEFAULT '',
  valid_from timestamptz,
  author_id uuid,
  author_name text NOT NULL,
  authored_at timestamptz NOT NULL,
  below_floor jsonb NOT NULL DEFAULT '[]',
  submitted_at timestamptz,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  activated_at timestamptz,
  version int NOT NULL DEFAULT 1,
  PRIMARY KEY (agreement_id, no),
  CHECK (activated_at IS NULL OR valid_from IS NOT NULL)
);
CREATE UNIQUE INDEX agreement_versions_draft ON agreement_versions (agreement_id) WHERE activated_at IS NULL;
CREATE INDEX agreement_versions_held ON agreement_versions (org_id, agreement_id) WHERE activated_at IS NOT NULL;

-- Prices of an agreement one by one. A row belongs to the versions from `from_no` to before `until_no`, so a
-- version of 100,000 prices that changes three of them writes three.
CREATE TABLE agreement_prices (
  org_id uuid NOT NULL,
  agreement_id uuid NOT NULL REFERENCES agreements,
  product_id uuid NOT NULL REFERENCES products,
  from_micro bigint NOT NULL CHECK (from_micro >= 0),
  payment text NOT NULL DEFAULT '',
  lead_days int NOT NULL CHECK (lead_days BETWEEN 0 AND 720),
  unit_e4 bigint NOT NULL CHECK (unit_e4 >= 0),
  from_no int NOT NULL,
  until_no int,
  PRIMARY KEY (agreement_id, product_id, from_micro, payment, lead_days, from_no)
);


-- A buyer's yes to a price change: from its time on this is what was agreed between the two.
CREATE TABLE price_acceptances (
  org_id uuid NOT NULL REFERENCES orgs,
  seller_org_id uuid NOT NULL REFERENCES orgs,
  product_id uuid NOT NULL,
  notice_id uuid NOT NULL,
  price_minor bigint NOT NULL CHECK (price_minor >= 0),
  valid_from timestamptz NOT NULL,
  accepted_by uuid,
  accepted_at timestamptz NOT NULL,
  PRIMARY KEY (org_id, seller_org_id, product_id, notice_id)
);

-- Whom the acting org may buy from: the nearest org above each place of its own and the lead, and whoever
-- stands upstream below it. Read as the owner, because a place above one's parent is not one's to see.
CREATE FUNCTION trade_sellers() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(org), '{}') FROM (
    SELECT unnest(ARRAY[p.owner_org_id, p.org_id]) AS org FROM partners p
      WHERE p.partner_org_id = jingwei_org() AND p.side = 'downstream' AND p.status = 'joined'
    UNION SELECT p.partner_org_id FROM partners p
      WHERE p.side = 'upstream' AND p.status = 'joined' AND p.partner_org_id IS NOT NULL
        AND (p.org_id = jingwei_org()
          OR p.path <@ ANY (jingwei_my_paths()) AND p.owner_org_id = jingwei_org())) o
  WHERE org <> jingwei_org() $$;
-- A product is chosen for those it names, and for those above them who sell it on.
CREATE FUNCTION trade_is_chosen(p_product uuid, p_seller uuid) RETURNS boolean LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM product_viewers v
    WHERE v.product_id = p_product AND (v.viewer_org_id = jingwei_org() OR EXISTS (
      SELECT 1 FROM partners mine JOIN partners c ON c.path <@ mine.path
      WHERE mine.partner_org_id = jingwei_org() AND mine.status = 'joined'
        AND (mine.org_id = p_seller OR EXISTS (SELECT 1 FROM partners s
          WHERE s.partner_org_id = p_seller AND s.status = 'joined' AND mine.path <@ s.path))
        AND CASE v.kind WHEN 'tier' THEN c.tier = v.tier
          WHEN 'org' THEN c.partner_org_id = v.viewer_org_id
          ELSE c.id IN (SELECT m.partner_id FROM partner_group_members m WHERE m.group_id IN (
            WITH RECURSIVE inside AS (SELECT v.group_id AS id
              UNION SELECT g.id FROM partner_groups g JOIN inside i ON g.parent_id = i.id)
            SELECT id FROM inside)) END))) $$;
-- The groups of a seller in which places stand, and the groups around those: for work across orgs only.
CREATE FUNCTION trade_groups(p_seller uuid, p_places uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  WITH RECURSIVE around AS (
    SELECT g.id, g.parent_id FROM partner_group_members m JOIN partner_groups g ON g.id = m.group_id
      WHERE m.partner_id = ANY (p_places) AND g.org_id = p_seller
    UNION SELECT g.id, g.parent_id FROM partner_groups g JOIN around a ON g.id = a.parent_id)
  SELECT coalesce(array_agg(id), '{}') FROM around $$;
REVOKE EXECUTE ON FUNCTION trade_sellers, trade_is_chosen, trade_groups FROM public;
GRANT EXECUTE ON FUNCTION trade_sellers, trade_is_chosen TO jingwei_app;

ALTER TABLE product_units ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_pictures ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_viewers ENABLE ROW LEVEL SECURITY;
ALTER TABLE product_floors ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE price_acceptances ENABLE ROW LEVEL SECURITY;

-- What is offered shows to those who may buy it; what it costs them is worked out, never read.
DROP POLICY also_sold_on ON products;
CREATE POLICY offered ON products FOR SELECT
  USING (org_id = ANY ((SELECT trade_sellers())::uuid[])
    AND (visibility = 'buyers' OR (visibility = 'chosen' AND trade_is_chosen(id, org_id))));
CREATE POLICY own ON product_units USING (org_id = (SELECT jingwei_org()));
CREATE POLICY offered ON product_units FOR SELECT
  USING (EXISTS (SELECT 1 FROM products p WHERE p.id = product_units.product_id));
CREATE POLICY own ON product_pictures USING (org_id = (SELECT jingwei_org()));
CREATE POLICY offered ON product_pictures FOR SELECT
  USING (EXISTS (SELECT 1 FROM products p WHERE p.id = product_pictures.product_id));
CREATE POLICY in_catalogue ON files FOR SELECT
  USING (EXISTS (SELECT 1 FROM product_pictures x WHERE x.file_id = files.id));
CREATE POLICY own ON product_viewers USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON product_floors USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON agreements USING (org_id = (SELECT jingwei_org()));
-- A buyer knows that there is an agreement with it and what it is called; its rules stay with the seller.
CREATE POLICY bought_under ON agreements FOR SELECT USING (buyer_org_id = (SELECT jingwei_org()));
CREATE POLICY own ON agreement_versions USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON agreement_prices USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON price_acceptances USING (org_id = (SELECT jingwei_org()));
CREATE POLICY accepted ON price_acceptances FOR SELECT USING (seller_org_id = (SELECT jingwei_org()));
-- Who sells is named to who buys, also where a place between them has not joined.
CREATE POLICY also_sellers ON orgs FOR SELECT USING (id = ANY ((SELECT trade_sellers())::uuid[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON product_units, product_pictures, product_viewers, product_floors,
  agreement_versions, agreement_prices TO jingwei_app;
GRANT SELECT, INSERT, UPDATE ON agreements TO jingwei_app;
GRANT SELECT, INSERT ON price_acceptances TO jingwei_app;
