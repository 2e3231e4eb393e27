-- An invitation is a link sent to an address. The token itself is never stored.

BEGIN;

CREATE TABLE invitations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  household_id uuid NOT NULL REFERENCES households (id) ON DELETE CASCADE,
  invited_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  email text NOT NULL,
  role household_role NOT NULL DEFAULT 'adult',
  token_sha256 bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days',
  accepted_at timestamptz,
  revoked_at timestamptz,
  CONSTRAINT invitations_email_has_at CHECK (position('@' IN email) > 1),
  CONSTRAINT invitations_role_not_owner CHECK (role <> 'owner'),
  CONSTRAINT invitations_token_length CHECK (octet_length(token_sha256) = 32),
  CONSTRAINT invitations_expire_later CHECK (expires_at > created_at),
  CONSTRAINT invitations_accepted_or_revoked CHECK (accepted_at IS NULL OR revoked_at IS NULL)
);

COMMENT ON COLUMN invitations.token_sha256 IS 'SHA-256 of the token in the link; a leaked backup invites nobody.';

CREATE INDEX invitations_invited_by_idx ON invitations (invited_by);

-- One open invitation for a person and a household; also serves "who is invited here".
CREATE UNIQUE INDEX invitations_open_key ON invitations (household_id, lower(email))
  WHERE accepted_at IS NULL AND revoked_at IS NULL;

INSERT INTO schema_migrations (version, name)
VALUES ('015', 'create_invitations')
ON CONFLICT (version) DO NOTHING;

COMMIT;
