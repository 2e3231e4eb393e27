CREATE VIEW stock_levels AS
  SELECT p.name, sum(m.amount) AS amount FROM products p JOIN stock_moves m ON m.product_id = p.id GROUP BY p.name;

CREATE PROCEDURE receive(wanted bigint, many integer) LANGUAGE sql BEGIN ATOMIC
  INSERT INTO stock_moves (product_id, reason, amount) VALUES (wanted, 'delivery', many);
  UPDATE products SET price = price WHERE id = wanted;
END;
