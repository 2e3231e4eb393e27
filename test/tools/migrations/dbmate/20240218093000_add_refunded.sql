-- migrate:up
ALTER TYPE order_status ADD VALUE 'refunded' BEFORE 'paid';

-- migrate:down
