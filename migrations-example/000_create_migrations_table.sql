-- The ledger: one row for each migration that has been applied.
-- The files below write their own rows (014 says why it cannot), so they also run with nothing but psql.

BEGIN;

CREATE TABLE IF NOT EXISTS schema_migrations (
  version varchar(255) PRIMARY KEY,
  name varchar(255) NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE schema_migrations IS 'Which migrations have been applied to this database, and when.';

INSERT INTO schema_migrations (version, name)
VALUES ('000', 'create_migrations_table')
ON CONFLICT (version) DO NOTHING;

COMMIT;
