/** What the shop has applied, path to content. */
export const SHOP_BEFORE: Readonly<Record<string, string>> = {
  "migrations/001_create_customers.sql": `CREATE TABLE regions (id int PRIMARY KEY, name text NOT NULL);

CREATE TABLE customers (
  id bigint PRIMARY KEY,
  email text NOT NULL UNIQUE,
  region_id int,
  segment text,
  legacy_code text
);
`,
  "migrations/002_create_orders.sql": `CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  total int NOT NULL,
  placed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX orders_customer_idx ON orders (customer_id);
`,
};

/** Rows enough that hazards have a size: about 170 MB. */
export const SHOP_ROWS = `
  INSERT INTO regions SELECT number, 'Region ' || number FROM generate_series(1, 40) AS number;
  INSERT INTO customers SELECT number, 'customer' || number || '@example.org', number % 40 + 1
    FROM generate_series(1, 100000) AS number;
  INSERT INTO orders SELECT number, number % 100000 + 1, number % 150000, '2026-01-01'::timestamptz + number * interval '10 s'
    FROM generate_series(1, 1500000) AS number;
  ANALYZE;`;

/** What is pending: a change without harm, one with much of it, an index the safe way, and one that is allowed. */
export const SHOP_PENDING: Readonly<Record<string, string>> = {
  "migrations/021_add_order_channel.sql": `CREATE TYPE order_channel AS ENUM ('web', 'store', 'phone');

ALTER TABLE orders ADD COLUMN channel order_channel NOT NULL DEFAULT 'web';
`,
  "migrations/022_order_totals.sql": `-- Totals above 21 million.

ALTER TABLE orders ALTER COLUMN total TYPE bigint;

CREATE INDEX orders_total_idx ON orders (total);
`,
  "migrations/023_orders_channel_idx.sql":
    "CREATE INDEX CONCURRENTLY orders_channel_idx ON orders (channel);\n",
  "migrations/024_customers_region_fk.sql": `ALTER TABLE customers ADD CONSTRAINT customers_region_fkey
  FOREIGN KEY (region_id) REFERENCES regions (id);

-- migrate:allow drop-column reason: unused since 2026-03, and backed up
ALTER TABLE customers DROP COLUMN legacy_code;
`,
};
