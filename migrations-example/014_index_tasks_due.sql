-- "What is due in this household", without stopping anyone who is ticking off a task meanwhile.
--
-- CONCURRENTLY may not run in a transaction, so this file has no BEGIN and COMMIT, and no ledger row of its own:
-- a row written by a statement of its own could be there without the index. migrate-action writes it.
-- An attempt that was broken off leaves an invalid index behind; the DROP makes the file safe to run again.

DROP INDEX CONCURRENTLY IF EXISTS tasks_open_due_on_idx;

CREATE INDEX CONCURRENTLY tasks_open_due_on_idx
  ON tasks (household_id, due_on)
  WHERE status = 'open';
