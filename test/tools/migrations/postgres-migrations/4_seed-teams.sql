INSERT INTO teams (name) VALUES ('red'), ('blue; green');
INSERT INTO members (team_id, name) SELECT id, 'first; of ' || name FROM teams ORDER BY id;
