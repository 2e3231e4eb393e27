INSERT INTO stock_moves (product_id, reason, amount) SELECT id, 'loss', -1 FROM products ORDER BY id;
