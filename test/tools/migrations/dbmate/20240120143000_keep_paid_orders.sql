-- migrate:up
/* A paid order stays; /* whoever asks */ see below; */
CREATE FUNCTION keep_paid_orders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'paid' THEN
    RAISE EXCEPTION 'order % is paid; it stays', OLD.id;
  END IF;
  RETURN OLD;
END;
$$;
CREATE TRIGGER keep_paid BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION keep_paid_orders();

-- migrate:down
DROP TRIGGER keep_paid ON orders;
DROP FUNCTION keep_paid_orders();
