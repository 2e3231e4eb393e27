CREATE INDEX CONCURRENTLY parcels_warehouse ON parcels (warehouse_id);
