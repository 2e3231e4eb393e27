UPDATE members SET role = 'lead' WHERE name = 'first; of red';
CREATE UNIQUE INDEX one_lead ON members (team_id) WHERE role = 'lead';
