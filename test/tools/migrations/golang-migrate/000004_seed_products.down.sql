TRUNCATE products, stock_moves;
