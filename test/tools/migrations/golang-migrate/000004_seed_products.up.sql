INSERT INTO products (name, price) VALUES ('lamp', 19.90), ('nut; bolt', 0.35);
INSERT INTO stock_moves (product_id, reason, amount) SELECT id, 'delivery', 10 FROM products ORDER BY id;
