-- migrate:up
CREATE TYPE order_status AS ENUM ('open', 'paid');
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES accounts (id),
  status order_status NOT NULL DEFAULT 'open',
  cents integer NOT NULL CHECK (cents >= 0)
);

-- migrate:down
DROP TABLE orders;
DROP TYPE order_status;
