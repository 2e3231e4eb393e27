CREATE TYPE member_role AS ENUM ('guest', 'member');
CREATE TABLE members (
  team_id integer NOT NULL REFERENCES teams,
  name text NOT NULL,
  role member_role NOT NULL DEFAULT 'guest',
  PRIMARY KEY (team_id, name)
);
