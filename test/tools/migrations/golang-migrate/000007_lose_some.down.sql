DELETE FROM stock_moves WHERE reason = 'loss';
