-- Nothing here says so, but this runs outside of a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS stock_moves_product ON stock_moves (product_id);
