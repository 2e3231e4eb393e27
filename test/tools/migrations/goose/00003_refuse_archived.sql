-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION refuse_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM projects WHERE id = NEW.project_id AND archived) THEN
    RAISE EXCEPTION 'archived; no new tasks';
  END IF;
  RETURN NEW;
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER refuse_archived BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION refuse_archived();

-- +goose Down
DROP TRIGGER refuse_archived ON tasks;
DROP FUNCTION refuse_archived();
