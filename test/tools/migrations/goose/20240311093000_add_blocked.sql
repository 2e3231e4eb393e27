-- +goose Up
ALTER TYPE task_state ADD VALUE 'blocked' AFTER 'todo';

-- +goose Down
