-- +goose Up
INSERT INTO projects (slug) VALUES ('atlas'), ('semi;colon');
INSERT INTO tasks (project_id, title) SELECT id, 'first; of ' || slug FROM projects ORDER BY slug;

-- +goose Down
TRUNCATE projects, tasks;
