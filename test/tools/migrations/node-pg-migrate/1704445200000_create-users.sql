-- Up Migration
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL UNIQUE,
  deleted boolean NOT NULL DEFAULT false
);

-- Down Migration
DROP TABLE users;
