BEGIN;

DROP TABLE stock_moves;
DROP TYPE stock_reason;

COMMIT;
