UPDATE warehouses SET region = 'west' WHERE code = 'A;B';
ALTER TABLE parcels ADD COLUMN sent date;
