-- +goose Up
CREATE TYPE task_state AS ENUM ('todo', 'done');
CREATE TABLE tasks (
  id bigserial PRIMARY KEY,
  project_id bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  state task_state NOT NULL DEFAULT 'todo',
  title text NOT NULL
);

-- +goose Down
DROP TABLE tasks;
DROP TYPE task_state;
