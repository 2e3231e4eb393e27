-- Up Migration
UPDATE users SET deleted = true WHERE email LIKE 'semi;colon%';
ALTER TABLE users ADD CONSTRAINT email_has_at CHECK (position('@' IN email) > 1);

-- Down Migration
ALTER TABLE users DROP CONSTRAINT email_has_at;
