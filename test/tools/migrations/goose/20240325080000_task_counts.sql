-- +goose Up
CREATE MATERIALIZED VIEW task_counts AS
  SELECT p.slug, t.state, count(*) AS tasks FROM projects p JOIN tasks t ON t.project_id = p.id GROUP BY 1, 2;
CREATE UNIQUE INDEX task_counts_key ON task_counts (slug, state);

-- +goose Down
DROP MATERIALIZED VIEW task_counts;
