CREATE VIEW team_leads AS SELECT t.name AS team, m.name FROM teams t JOIN members m ON m.team_id = t.id WHERE role = 'lead';
