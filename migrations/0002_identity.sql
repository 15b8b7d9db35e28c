-- Orgs, people and what lets them in. Secrets stand in tables that the app's role cannot read at all.
CREATE TABLE orgs (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  short_name text NOT NULL,
  uscc text UNIQUE,
  region text NOT NULL DEFAULT '',
  industry text NOT NULL DEFAULT '',
  is_demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1
);

CREATE TABLE people (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  mail text UNIQUE CHECK (mail = lower(mail)),
  phone text UNIQUE,
  locale text NOT NULL DEFAULT 'zh-CN',
  theme text NOT NULL DEFAULT 'system',
  two_factor_at timestamptz,
  created_at timestamptz NOT NULL,
  version int NOT NULL DEFAULT 1,
  CHECK (mail IS NOT NULL OR phone IS NOT NULL)
);

CREATE TABLE credentials (
  person_id uuid PRIMARY KEY REFERENCES people ON DELETE CASCADE,
  password_hash text NOT NULL,
  totp_secret text,
  totp_confirmed_at timestamptz,
  -- The last accepted 30-second step, so that a code seen over a shoulder cannot be used again.
  totp_step bigint NOT NULL DEFAULT 0
);
CREATE TABLE recovery_codes (
  person_id uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  code_hash text NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (person_id, code_hash)
);

CREATE TABLE memberships (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  person_id uuid NOT NULL REFERENCES people,
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'member')),
  permissions jsonb NOT NULL DEFAULT '{}',
  department text NOT NULL DEFAULT '',
  job_title text NOT NULL DEFAULT '',
  joined_at timestamptz NOT NULL,
  ended_at timestamptz,
  version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX memberships_current ON memberships (org_id, person_id) WHERE ended_at IS NULL;
CREATE INDEX memberships_by_person ON memberships (person_id) WHERE ended_at IS NULL;

CREATE TABLE invitations (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  token_hash bytea NOT NULL UNIQUE,
  role text NOT NULL CHECK (role IN ('manager', 'member')),
  permissions jsonb NOT NULL DEFAULT '{}',
  department text NOT NULL DEFAULT '',
  job_title text NOT NULL DEFAULT '',
  note text NOT NULL DEFAULT '',
  uses_left int NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX invitations_by_org ON invitations (org_id, created_at);

CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE,
  person_id uuid NOT NULL REFERENCES people,
  org_id uuid REFERENCES orgs,
  ip text NOT NULL,
  user_agent text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_by_person ON sessions (person_id);

CREATE TABLE api_keys (
  id uuid PRIMARY KEY,
  org_id uuid NOT NULL REFERENCES orgs,
  name text NOT NULL,
  hint text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  scopes jsonb NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_keys_by_org ON api_keys (org_id);

ALTER TABLE orgs ENABLE ROW LEVEL SECURITY;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON memberships
  USING (org_id = (SELECT jingwei_org()) OR person_id = (SELECT jingwei_person()))
  WITH CHECK (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON orgs
  USING (id = (SELECT jingwei_org())
    OR id IN (SELECT m.org_id FROM memberships m
      WHERE m.person_id = (SELECT jingwei_person()) AND m.ended_at IS NULL))
  WITH CHECK (id = (SELECT jingwei_org()));
CREATE POLICY own ON people
  USING (id = (SELECT jingwei_person())
    OR id IN (SELECT m.person_id FROM memberships m WHERE m.org_id = (SELECT jingwei_org())))
  WITH CHECK (id = (SELECT jingwei_person()));
CREATE POLICY own ON invitations USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON api_keys USING (org_id = (SELECT jingwei_org()));
CREATE POLICY own ON sessions USING (person_id = (SELECT jingwei_person()));

GRANT SELECT, INSERT, UPDATE ON orgs, memberships, invitations TO jingwei_app;
GRANT SELECT, UPDATE ON people TO jingwei_app;
GRANT SELECT (id, person_id, org_id, ip, user_agent, created_at, seen_at, expires_at, revoked_at),
  UPDATE (revoked_at, org_id) ON sessions TO jingwei_app;
GRANT SELECT, INSERT ON api_keys TO jingwei_app;
GRANT UPDATE (revoked_at) ON api_keys TO jingwei_app;
