-- Up Migration
CREATE TABLE sessions (
  token text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  device text NOT NULL DEFAULT 'unknown; asked later'
);
CREATE INDEX sessions_user ON sessions (user_id);

-- Down Migration
DROP TABLE sessions;
