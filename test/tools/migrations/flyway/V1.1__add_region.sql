CREATE TYPE region AS ENUM ('north', 'south');
ALTER TABLE warehouses ADD COLUMN region region NOT NULL DEFAULT 'north';
