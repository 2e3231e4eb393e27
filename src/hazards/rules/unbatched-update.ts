import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { isOnTarget } from "../on-target.ts";
import { picksSingleRows } from "../picked-rows.ts";
import { describeTable, levelBySize, shown } from "../relation-size.ts";
import { renderBatches, renderSomeRows } from "../render-batches.ts";
import { defineRule } from "../rule.ts";
import { levelOfSome } from "../some-rows.ts";
import { isBackfillUnderLock } from "./ddl-with-backfill.ts";

export const unbatchedUpdate = defineRule({
  name: "unbatched-update",
  title: "Many rows are updated in one transaction",
  why: "Each updated row is locked until the transaction ends, and written anew: code that wants one of them waits, the table grows by as much, and replicas fall behind by all of its WAL at once.",
  safeWay:
    "Some thousand rows a transaction:\n\n```sql\n-- migrate:no-transaction\nDO $$ BEGIN\n  LOOP\n    UPDATE users SET plan = 'free' WHERE id IN (SELECT id FROM users WHERE plan IS NULL LIMIT 5000);\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;\n```",
  since: null,
  source: "PostgreSQL manual, “Row-Level Locks”, “Transaction Management” (PL/pgSQL).",
  on: ["update"],
  check(action, context) {
    const { schema } = context;
    const known = schema.relation(action.table);
    if (!isOnTarget(known, schema) || picksSingleRows(action, known)) return [];
    // That rule says the same, and the lock beside it.
    if (isBackfillUnderLock(action, context) !== null) return [];
    const level = action.hasWhere ? levelOfSome(known) : levelBySize(known);
    if (level === null) return [];
    const table = renderName(shown(known));
    const sets = action.sets.map((column) => `${renderIdentifier(column)} = …`).join(", ");
    const done = action.sets.map((column) => `${renderIdentifier(column)} IS DISTINCT FROM …`).join(" OR ");
    const rows = action.hasWhere ? "What it updates" : "Every row";
    return [
      {
        level,
        message: `${rows} of ${describeTable(known)} is locked until the transaction ends, and written anew with all of its WAL at once.`,
        instead: renderBatches(`UPDATE ${table} SET ${sets} WHERE ${renderSomeRows(table, done)};`),
      },
    ];
  },
});
