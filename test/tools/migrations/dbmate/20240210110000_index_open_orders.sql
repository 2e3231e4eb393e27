-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY orders_open ON orders (account_id) WHERE status = 'open';

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY orders_open;
