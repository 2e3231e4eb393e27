ALTER TABLE teams ADD COLUMN size integer NOT NULL DEFAULT 0;
CREATE FUNCTION count_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE teams SET size = size + 1 WHERE id = NEW.team_id;
  RETURN NEW;
END;
$$;
CREATE TRIGGER count_members AFTER INSERT ON members FOR EACH ROW EXECUTE FUNCTION count_members();
