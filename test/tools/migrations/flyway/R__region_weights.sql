CREATE OR REPLACE FUNCTION region_weight(wanted region) RETURNS bigint LANGUAGE sql STABLE AS $weight$
  SELECT sum(grams) FROM parcels p JOIN warehouses w ON w.id = p.warehouse_id WHERE w.region = wanted AND p.sent IS NULL;
$weight$;
