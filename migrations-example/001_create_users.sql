-- People who can sign in, and the trigger that every table with updated_at uses.

BEGIN;

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;

COMMENT ON FUNCTION set_updated_at() IS 'Trigger: stamps updated_at, so that no caller can forget it.';

CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL,
  display_name text NOT NULL,
  password_hash text,
  email_verified_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT users_email_has_at CHECK (position('@' IN email) > 1),
  CONSTRAINT users_email_length CHECK (char_length(email) <= 254),
  CONSTRAINT users_display_name_length CHECK (char_length(btrim(display_name)) BETWEEN 1 AND 80)
);

COMMENT ON COLUMN users.password_hash IS 'Argon2id, in PHC string format; null for people who only sign in through a provider.';

-- Anna@example.org and anna@example.org are one person.
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TRIGGER users_set_updated_at
  BEFORE UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION set_updated_at();

INSERT INTO schema_migrations (version, name)
VALUES ('001', 'create_users')
ON CONFLICT (version) DO NOTHING;

COMMIT;
