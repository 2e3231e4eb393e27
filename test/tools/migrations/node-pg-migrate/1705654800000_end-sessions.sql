-- Up Migration
CREATE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.deleted THEN
    DELETE FROM sessions WHERE user_id = NEW.id;
  END IF;
  RETURN NEW;
END;
$$;
CREATE TRIGGER end_sessions AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION end_sessions();

-- Down Migration
DROP TRIGGER end_sessions ON users;
DROP FUNCTION end_sessions();
