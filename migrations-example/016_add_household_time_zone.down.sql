-- The chosen time zones are lost.

BEGIN;

ALTER TABLE households DROP COLUMN time_zone;

DELETE FROM schema_migrations WHERE version = '016';

COMMIT;
