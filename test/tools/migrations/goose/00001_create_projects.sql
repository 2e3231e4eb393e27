-- +goose Up
CREATE TABLE projects (
  id bigserial PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  archived boolean NOT NULL DEFAULT false
);

-- +goose Down
DROP TABLE projects;
