-- CREATE INDEX CONCURRENTLY can leave an index that is there and is not used: it must be valid.
SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = 'tasks_open_due_on_idx'::regclass;
