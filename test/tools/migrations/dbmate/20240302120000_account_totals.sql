-- migrate:up
CREATE VIEW account_totals AS
  SELECT a.email, sum(o.cents) AS cents FROM accounts a JOIN orders o ON o.account_id = a.id GROUP BY a.email;
CREATE FUNCTION total_of(wanted text) RETURNS bigint LANGUAGE sql STABLE AS $total$
  SELECT cents FROM account_totals WHERE email = wanted; -- one row; or none
$total$;
COMMENT ON VIEW account_totals IS 'What each has ordered; -- migrate:down does not end this text';

-- migrate:down
DROP FUNCTION total_of(text);
DROP VIEW account_totals;
