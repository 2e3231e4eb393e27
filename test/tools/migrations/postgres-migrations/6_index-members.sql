-- postgres-migrations disable-transaction
CREATE INDEX CONCURRENTLY members_role ON members (role);
