-- "Due today" depends on where a household lives.
-- A constant default fills the existing rows without rewriting the table.

BEGIN;

ALTER TABLE households ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC';

COMMENT ON COLUMN households.time_zone IS 'IANA name, such as Europe/Oslo; checked by the application, which has the list.';

INSERT INTO schema_migrations (version, name)
VALUES ('016', 'add_household_time_zone')
ON CONFLICT (version) DO NOTHING;

COMMIT;
