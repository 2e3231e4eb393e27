-- Up Migration
INSERT INTO users (id, email) VALUES
  ('8c1f0a52-4a0e-4f0f-9f5e-3f1f3f1d0a01', 'ada@example.org'),
  ('8c1f0a52-4a0e-4f0f-9f5e-3f1f3f1d0a02', 'semi;colon@example.org');
INSERT INTO sessions (token, user_id) SELECT 'first; ' || email, id FROM users;

-- Down Migration
DELETE FROM users;
