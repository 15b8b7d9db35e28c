-- Chains, the partners that stand in them, and who may see whom.
CREATE TABLE chains (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  no bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  note text NOT NULL DEFAULT '',
  currency text NOT NULL DEFAULT 'CNY',
  peers_visible boolean NOT NULL DEFAULT false,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  UNIQUE (org_id, name)
);

-- A partner is a place in a chain. `org_id` is the lead (one chain lies on one shard); `owner_org_id` is
-- the nearest joined org above, who may change it; `partner_org_id` is the partner itself once joined.
-- Columns that another key implies have no foreign key of their own: each would be checked for every row
-- of an import.
CREATE TABLE partners (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  chain_id uuid NOT NULL REFERENCES chains,
  no bigint GENERATED ALWAYS AS IDENTITY,
  parent_id uuid REFERENCES partners DEFERRABLE,
  side text NOT NULL CHECK (side IN ('downstream', 'upstream')),
  tier int NOT NULL CHECK (tier BETWEEN 1 AND 30),
  path ltree NOT NULL,
  owner_org_id uuid NOT NULL,
  brought_by_org_id uuid NOT NULL,
  partner_org_id uuid REFERENCES orgs,
  status text NOT NULL CHECK (status IN ('imported', 'invited', 'joined', 'suspended', 'left')),
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL DEFAULT '',
  uscc text,
  region text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  joined_at timestamptz,
  version int NOT NULL DEFAULT 1
);
-- Whoever has left gives its code free.
CREATE UNIQUE INDEX partners_by_code ON partners (chain_id, brought_by_org_id, code) WHERE status <> 'left';
CREATE INDEX partners_by_path ON partners USING gist (path);
CREATE INDEX partners_by_parent ON partners (parent_id);
CREATE INDEX partners_by_name ON partners (chain_id, name, id);
CREATE INDEX partners_joined ON partners (org_id, partner_org_id) WHERE partner_org_id IS NOT NULL;
CREATE INDEX partners_by_partner_org ON partners (partner_org_id) WHERE partner_org_id IS NOT NULL;
CREATE UNIQUE INDEX partners_once_a_chain ON partners (chain_id, side, partner_org_id)
  WHERE partner_org_id IS NOT NULL AND status <> 'left';

-- A place that was removed or merged leaves its name and position here: receipts outlive partners.
CREATE TABLE removed_partners (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  parent_id uuid,
  side text NOT NULL,
  tier int NOT NULL,
  path ltree NOT NULL,
  owner_org_id uuid NOT NULL,
  partner_org_id uuid,
  code text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  region text NOT NULL,
  merged_into_id uuid,
  removed_at timestamptz NOT NULL
);
CREATE INDEX removed_partners_by_chain ON removed_partners (chain_id);

-- What the current org can see of the trees it stands in. These read as the owner, because a policy on
-- partners that read partners would call itself.
-- Whoever is suspended finds its own place, and nothing else of the chain.
CREATE FUNCTION jingwei_my_paths() RETURNS ltree[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(path), '{}') FROM partners
  WHERE partner_org_id = jingwei_org() AND status = 'joined' $$;
CREATE FUNCTION jingwei_my_chains() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT chain_id), '{}') FROM partners
  WHERE partner_org_id = jingwei_org() AND status = 'joined' $$;
CREATE FUNCTION jingwei_my_parents() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(parent_id), '{}') FROM partners
  WHERE partner_org_id = jingwei_org() AND status = 'joined' AND parent_id IS NOT NULL $$;
-- The orgs that a policy may show by name: leads of my chains, my parents, and all below me.
CREATE FUNCTION jingwei_my_partner_orgs() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(org), '{}') FROM (
    SELECT partner_org_id AS org FROM partners WHERE org_id = jingwei_org() AND partner_org_id IS NOT NULL
    UNION SELECT partner_org_id FROM partners
      WHERE path <@ ANY (jingwei_my_paths()) AND partner_org_id IS NOT NULL
    UNION SELECT org_id FROM partners WHERE partner_org_id = jingwei_org() AND status = 'joined'
    UNION SELECT partner_org_id FROM partners
      WHERE id = ANY (jingwei_my_parents()) AND partner_org_id IS NOT NULL) o $$;

-- Subtrees by the path index. A policy keeps queries from using it, because PostgreSQL cannot know that
-- comparing paths leaks nothing; these read as the owner and ask for themselves whose the tree is.
CREATE FUNCTION jingwei_below(p_place uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT p.id FROM partners top JOIN partners p ON p.path <@ top.path AND p.id <> top.id
  WHERE top.id = p_place
    AND (top.org_id = jingwei_org() OR top.path <@ ANY (jingwei_my_paths())) $$;
CREATE FUNCTION jingwei_below_me(p_chain uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT p.id FROM partners mine JOIN partners p ON p.path <@ mine.path AND p.id <> mine.id
  WHERE mine.partner_org_id = jingwei_org() AND mine.chain_id = p_chain AND mine.status = 'joined' $$;

CREATE TABLE partner_groups (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  parent_id uuid REFERENCES partner_groups,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX partner_groups_name ON partner_groups
  (org_id, chain_id, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name);
CREATE TABLE partner_group_members (
  org_id uuid NOT NULL,
  group_id uuid NOT NULL REFERENCES partner_groups ON DELETE CASCADE,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  PRIMARY KEY (group_id, partner_id)
);
CREATE INDEX partner_group_members_by_partner ON partner_group_members (partner_id);
CREATE TABLE partner_tags (
  org_id uuid NOT NULL,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  tag text NOT NULL,
  PRIMARY KEY (org_id, partner_id, tag)
);
CREATE INDEX partner_tags_by_tag ON partner_tags (org_id, tag);
CREATE INDEX partner_tags_by_partner ON partner_tags (partner_id);

CREATE TABLE contacts (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  name text NOT NULL,
  job_title text NOT NULL DEFAULT '',
  department text NOT NULL DEFAULT '',
  phone text NOT NULL DEFAULT '',
  mail text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  is_primary boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX contacts_by_name ON contacts (org_id, name, id);
CREATE UNIQUE INDEX contacts_once ON contacts (partner_id, org_id, name, phone, mail);

CREATE TABLE visibility_rules (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  name text NOT NULL,
  my_departments text[] NOT NULL DEFAULT '{}',
  my_person_ids uuid[] NOT NULL DEFAULT '{}',
  their_group_ids uuid[] NOT NULL DEFAULT '{}',
  their_partner_ids uuid[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX visibility_rules_by_org ON visibility_rules (org_id, chain_id);

CREATE TABLE partner_invitations (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  partner_id uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_by uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  accepted_org_id uuid,
  revoked_at timestamptz
);
CREATE INDEX partner_invitations_by_partner ON partner_invitations (partner_id);

CREATE TABLE imports (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  chain_id uuid NOT NULL REFERENCES chains,
  parent_id uuid REFERENCES partners ON DELETE SET NULL,
  side text NOT NULL,
  file_id uuid NOT NULL REFERENCES files,
  file_name text NOT NULL,
  state text NOT NULL CHECK (state IN
    ('uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed')),
  plan jsonb NOT NULL,
  rows_total int NOT NULL DEFAULT 0,
  rows_read int NOT NULL DEFAULT 0,
  rows_done int NOT NULL DEFAULT 0,
  counts jsonb NOT NULL DEFAULT '{}',
  failure text,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  version int NOT NULL DEFAULT 1
);
CREATE INDEX imports_by_chain ON imports (org_id, chain_id, created_at);
CREATE TABLE import_rows (
  org_id uuid NOT NULL,
  import_id uuid NOT NULL,
  row_no int NOT NULL,
  cells jsonb NOT NULL,
  code text,
  parent_code text,
  outcome text CHECK (outcome IN ('created', 'updated', 'unchanged', 'failed')),
  problems jsonb NOT NULL DEFAULT '[]',
  partner_id uuid,
  PRIMARY KEY (import_id, row_no)
);

ALTER TABLE chains ENABLE ROW LEVEL SECURITY;
ALTER TABLE partners ENABLE ROW LEVEL SECURITY;
ALTER TABLE removed_partners ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_group_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_tags ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE visibility_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
-- A partner sees its own place, its parent's and everything below itself; never its siblings.
CREATE POLICY seen ON partners FOR SELECT
  USING (org_id = (SELECT jingwei_org())
    OR partner_org_id = (SELECT jingwei_org())
    OR path <@ ANY ((SELECT jingwei_my_paths())::ltree[])
    OR id = ANY ((SELECT jingwei_my_parents())::uuid[]));
CREATE POLICY added ON partners FOR INSERT
  WITH CHECK (owner_org_id = (SELECT jingwei_org()) AND (org_id = (SELECT jingwei_org())
    OR path <@ ANY ((SELECT jingwei_my_paths())::ltree[])));
CREATE POLICY changed ON partners FOR UPDATE
  USING (org_id = (SELECT jingwei_org()) OR owner_org_id = (SELECT jingwei_org())
    OR path <@ ANY ((SELECT jingwei_my_paths())::ltree[]));
CREATE POLICY removed ON partners FOR DELETE
  USING (owner_org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON removed_partners FOR SELECT
  USING (org_id = (SELECT jingwei_org()) OR path <@ ANY ((SELECT jingwei_my_paths())::ltree[]));
CREATE POLICY added ON removed_partners FOR INSERT
  WITH CHECK (owner_org_id = (SELECT jingwei_org()));
CREATE POLICY seen ON chains FOR SELECT
  USING (org_id = (SELECT jingwei_org()) OR id = ANY ((SELECT jingwei_my_chains())::uuid[]));
CREATE POLICY own_insert ON chains FOR INSERT WITH CHECK (org_id = (SELECT jingwei_org()));
CREATE POLICY own_update ON chains FOR UPDATE USING (org_id = (SELECT jingwei_org()));
CREATE POLICY partners_seen ON orgs FOR SELECT
  USING (id = ANY ((SELECT jingwei_my_partner_orgs())::uuid[]));
CREATE POLICY own ON partner_groups USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON partner_group_members USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON partner_tags USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON contacts USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON visibility_rules USING (org_id = (SELECT jingwei_org()));
-- An invitation goes with the place: whoever owns the place now may take it back.
CREATE POLICY own ON partner_invitations USING (EXISTS (SELECT 1 FROM partners p
  WHERE p.id = partner_invitations.partner_id AND p.owner_org_id = (SELECT jingwei_org())));
CREATE POLICY own ON imports USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON import_rows USING (org_id = (SELECT jingwei_org()));

GRANT SELECT, INSERT, UPDATE ON chains, imports TO jingwei_app;
GRANT SELECT, INSERT ON removed_partners TO jingwei_app;
-- A path ends in the partner's own number, so the number is drawn before the row is written.
GRANT USAGE ON SEQUENCE partners_no_seq TO jingwei_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON partners, partner_groups, partner_group_members, partner_tags,
  contacts, visibility_rules, partner_invitations, import_rows TO jingwei_app;
