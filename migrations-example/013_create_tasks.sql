-- Tasks, and the recurring tasks that they are made from.

BEGIN;

CREATE TYPE task_status AS ENUM ('open', 'done', 'skipped');

CREATE TABLE recurring_tasks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  household_id uuid NOT NULL REFERENCES households (id) ON DELETE CASCADE,
  title text NOT NULL,
  every_days integer NOT NULL,
  starts_on date NOT NULL DEFAULT CURRENT_DATE,
  ends_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT recurring_tasks_title_length CHECK (char_length(btrim(title)) BETWEEN 1 AND 200),
  CONSTRAINT recurring_tasks_every_days_range CHECK (every_days BETWEEN 1 AND 366),
  CONSTRAINT recurring_tasks_ends_after_start CHECK (ends_on >= starts_on)
);

COMMENT ON COLUMN recurring_tasks.ends_on IS 'The last day that may have a task, inclusive; null: no end.';

CREATE INDEX recurring_tasks_household_id_idx ON recurring_tasks (household_id);

CREATE TRIGGER recurring_tasks_set_updated_at
  BEFORE UPDATE ON recurring_tasks
  FOR EACH ROW EXECUTE FUNCTION set_updated_at();

CREATE TABLE tasks (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  household_id uuid NOT NULL REFERENCES households (id) ON DELETE CASCADE,
  recurring_task_id uuid REFERENCES recurring_tasks (id) ON DELETE SET NULL,
  title text NOT NULL,
  notes text NOT NULL DEFAULT '',
  status task_status NOT NULL DEFAULT 'open',
  assigned_to uuid,
  due_on date,
  closed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT tasks_title_length CHECK (char_length(btrim(title)) BETWEEN 1 AND 200),
  CONSTRAINT tasks_closed_at_matches_status CHECK ((status = 'open') = (closed_at IS NULL)),
  -- Both columns, so that nobody is given a task of a household that they are not in.
  -- No action on delete: the application hands a member's open tasks on before it removes them.
  CONSTRAINT tasks_assignee_is_member_fkey FOREIGN KEY (household_id, assigned_to)
    REFERENCES household_members (household_id, user_id)
);

-- A recurring task makes at most one task for a day, however often the job that makes them runs.
CREATE UNIQUE INDEX tasks_recurring_task_id_due_on_key ON tasks (recurring_task_id, due_on);
CREATE INDEX tasks_household_id_assigned_to_idx ON tasks (household_id, assigned_to);

CREATE TRIGGER tasks_set_updated_at
  BEFORE UPDATE ON tasks
  FOR EACH ROW EXECUTE FUNCTION set_updated_at();

INSERT INTO schema_migrations (version, name)
VALUES ('013', 'create_tasks')
ON CONFLICT (version) DO NOTHING;

COMMIT;
