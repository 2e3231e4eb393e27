CREATE TABLE parcels (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  warehouse_id integer NOT NULL REFERENCES warehouses,
  grams integer NOT NULL
);
CREATE FUNCTION refuse_heavy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.grams > 30000 THEN
    RAISE EXCEPTION 'too heavy; % g', NEW.grams;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER refuse_heavy BEFORE INSERT ON parcels FOR EACH ROW EXECUTE FUNCTION refuse_heavy();
