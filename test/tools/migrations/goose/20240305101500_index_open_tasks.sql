-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY tasks_open ON tasks (project_id) WHERE state = 'todo';
CREATE INDEX CONCURRENTLY tasks_title ON tasks (title);

-- +goose Down
DROP INDEX CONCURRENTLY tasks_title;
DROP INDEX CONCURRENTLY tasks_open;
