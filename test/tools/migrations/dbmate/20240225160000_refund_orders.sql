-- migrate:up
UPDATE orders SET status = 'refunded' WHERE cents > 1000;
ALTER TABLE orders ADD COLUMN refunded_at date;
UPDATE orders SET refunded_at = '2024-02-25' WHERE status = 'refunded';
ALTER TABLE orders ADD CONSTRAINT refunded_when CHECK ((status = 'refunded') = (refunded_at IS NOT NULL));

-- migrate:down
ALTER TABLE orders DROP COLUMN refunded_at;
