-- +goose Up
-- +goose StatementBegin
DO $do$
BEGIN
  UPDATE tasks SET state = 'blocked' WHERE title LIKE '%semi;colon';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing to block;';
  END IF;
END
$do$;
-- +goose StatementEnd
ALTER TABLE tasks ADD COLUMN blocked_by bigint REFERENCES tasks (id);

-- +goose Down
ALTER TABLE tasks DROP COLUMN blocked_by;
