import type { ActionOf } from "../../syntax/action.ts";
import type { Level } from "../hazard.ts";
import { isOnTarget } from "../on-target.ts";
import { picksSingleRows } from "../picked-rows.ts";
import { describeTable, levelBySize } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { heldLocks } from "../transaction-around.ts";

type RowChange = ActionOf<"update" | "delete" | "merge" | "insert" | "create-table">;

export const ddlWithBackfill = defineRule({
  name: "ddl-with-backfill",
  title: "Rows are changed while a table is locked",
  why: "The lock that DDL takes for a moment is held until the transaction ends: through every row that an UPDATE, a DELETE or an `INSERT … SELECT` of the same file changes.",
  safeWay:
    "DDL in one file, rows in the next, in batches:\n\n```sql\n-- migrate:no-transaction\nDO $$ BEGIN\n  LOOP\n    UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users WHERE plan IS NULL LIMIT 5000);\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;\n```",
  since: null,
  source: "PostgreSQL manual, “Explicit Locking”: locks are held until the end of the transaction.",
  on: ["update", "delete", "merge", "insert", "create-table"],
  check(action, context) {
    const held = isBackfillUnderLock(action, context);
    if (held === null) return [];
    const stopped = held.lock.lock === "ACCESS EXCLUSIVE" ? "reads or writes" : "writes to";
    return [
      {
        level: held.level,
        message: `Nobody ${stopped} ${describeTable(held.lock.relation)} while these rows are written: ${held.lock.lock} since line ${held.lock.line}, held until the transaction ends.`,
        instead: `-- these rows in a file of their own, after the one with line ${held.lock.line}, and in batches of some thousand`,
      },
    ];
  },
});

/** The lock that is held while `action` writes rows, and how grave that is; null: none, or few rows. */
export function isBackfillUnderLock(action: RowChange, context: RuleContext) {
  const [lock] = heldLocks(context);
  const level = lock === undefined ? null : levelOf(action, context);
  return lock === undefined || level === null ? null : { lock, level };
}

function levelOf(action: RowChange, { schema }: RuleContext): Level | null {
  // How much a query reads is not seen.
  if (action.kind === "insert" || action.kind === "create-table")
    return action.from === "query" ? "medium" : null;
  const known = schema.relation(action.table);
  if (!isOnTarget(known, schema) || picksSingleRows(action, known)) return null;
  return levelBySize(known);
}
