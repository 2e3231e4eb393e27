-- Who lives where, and what they may do there.

BEGIN;

CREATE TYPE household_role AS ENUM ('owner', 'adult', 'child');

COMMENT ON TYPE household_role IS 'owner: everything; adult: all tasks and invitations; child: the tasks assigned to them.';

CREATE TABLE household_members (
  household_id uuid NOT NULL REFERENCES households (id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role household_role NOT NULL DEFAULT 'adult',
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (household_id, user_id)
);

-- The primary key serves "who is in this household"; this one serves "which are mine".
CREATE INDEX household_members_user_id_idx ON household_members (user_id);

-- One owner each. Handing over is one UPDATE of the old owner, then one of the new.
CREATE UNIQUE INDEX household_members_one_owner_key ON household_members (household_id) WHERE role = 'owner';

INSERT INTO schema_migrations (version, name)
VALUES ('012', 'create_household_members')
ON CONFLICT (version) DO NOTHING;

COMMIT;
