DROP TRIGGER check_stock ON stock_moves;
DROP FUNCTION check_stock();
