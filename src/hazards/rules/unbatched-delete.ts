import { renderName } from "../../syntax/names.ts";
import { isOnTarget, LEVEL_OF_LOSS, rowsOf } from "../on-target.ts";
import { picksSingleRows } from "../picked-rows.ts";
import { useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { renderBatches, renderSomeRows } from "../render-batches.ts";
import { defineRule } from "../rule.ts";
import { levelOfSome } from "../some-rows.ts";
import { isBackfillUnderLock } from "./ddl-with-backfill.ts";

export const unbatchedDelete = defineRule({
  name: "unbatched-delete",
  title: "All or many rows are deleted in one transaction",
  why: "A DELETE without WHERE loses all rows of the table. Each deleted row is locked until the transaction ends, foreign keys are looked up row by row, and replicas fall behind by all of its WAL at once.",
  safeWay:
    "Some thousand rows a transaction:\n\n```sql\n-- migrate:no-transaction\nDO $$ BEGIN\n  LOOP\n    DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE ended_at < '2026-01-01' LIMIT 5000);\n    EXIT WHEN NOT FOUND;\n    COMMIT;\n  END LOOP;\nEND $$;\n```",
  since: null,
  source: "PostgreSQL manual, “Row-Level Locks”, “Transaction Management” (PL/pgSQL).",
  on: ["delete"],
  check(action, context) {
    const { schema } = context;
    const known = schema.relation(action.table);
    if (!isOnTarget(known, schema) || picksSingleRows(action, known)) return [];
    const table = renderName(shown(known));
    const instead = renderBatches(`DELETE FROM ${table} WHERE ${renderSomeRows(table, "…")};`);
    if (!action.hasWhere) {
      const level = LEVEL_OF_LOSS[rowsOf(known)];
      return level === null
        ? []
        : [
            {
              level,
              message: `All rows of ${describeTable(known)} are lost.${useSentence(known, schema)}`,
              instead,
            },
          ];
    }
    const level = isBackfillUnderLock(action, context) === null ? levelOfSome(known) : null;
    if (level === null) return [];
    return [
      {
        level,
        message: `What it deletes of ${describeTable(known)} is locked until the transaction ends, and replicas get all of its WAL at once.`,
        instead,
      },
    ];
  },
});
