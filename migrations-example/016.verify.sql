-- Every household has a time zone, those from before the column too.
SELECT count(*) = 0 FROM households WHERE time_zone = '';

SELECT attnotnull FROM pg_attribute WHERE attrelid = 'households'::regclass AND attname = 'time_zone';
