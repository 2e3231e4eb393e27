CREATE OR REPLACE FUNCTION check_stock() RETURNS trigger LANGUAGE plpgsql AS $check$
DECLARE
  left_over integer;
BEGIN
  SELECT sum(amount) INTO left_over FROM stock_moves WHERE product_id = NEW.product_id;
  IF left_over < 0 THEN
    RAISE EXCEPTION $$not enough; % is left$$, left_over;
  END IF;
  RETURN NULL;
END;
$check$;

CREATE CONSTRAINT TRIGGER check_stock AFTER INSERT ON stock_moves
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_stock();
