BEGIN;

CREATE TYPE stock_reason AS ENUM ('delivery', 'sale');

CREATE TABLE stock_moves (
  id bigserial PRIMARY KEY,
  product_id bigint NOT NULL REFERENCES products (id),
  reason stock_reason NOT NULL,
  amount integer NOT NULL
);

COMMIT;
