INSERT INTO warehouses (code) VALUES ('HH-1'), ('A;B');
INSERT INTO parcels (warehouse_id, grams) SELECT id, id * 100 FROM warehouses ORDER BY id;
