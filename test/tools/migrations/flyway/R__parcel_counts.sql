CREATE OR REPLACE VIEW parcel_counts AS
  SELECT w.code, count(*) AS parcels FROM warehouses w JOIN parcels p ON p.warehouse_id = w.id GROUP BY w.code;
