-- Up Migration
ALTER TYPE role_kind ADD VALUE 'owner' AFTER 'writer';

-- Down Migration
SELECT 'a value of an enum stays';
