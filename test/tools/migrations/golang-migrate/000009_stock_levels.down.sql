DROP PROCEDURE receive(bigint, integer);
DROP VIEW stock_levels;
