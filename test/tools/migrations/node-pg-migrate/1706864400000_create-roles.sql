-- Up Migration
CREATE TYPE role_kind AS ENUM ('reader', 'writer');
ALTER TABLE users ADD COLUMN role role_kind NOT NULL DEFAULT 'reader';

-- Down Migration
ALTER TABLE users DROP COLUMN role;
DROP TYPE role_kind;
