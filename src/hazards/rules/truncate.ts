import type { ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import { keysTo } from "../dependents.ts";
import { isOnTarget, LEVEL_OF_LOSS, rowsOf } from "../on-target.ts";
import { useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { renderBatches, renderSomeRows } from "../render-batches.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames, withoutPublic } from "../sentences.ts";

export const truncate = defineRule({
  name: "truncate",
  title: "A table is emptied",
  why: "`TRUNCATE` throws every row away under `ACCESS EXCLUSIVE`, which is held to the end of the transaction. It fires no DELETE triggers.",
  safeWay:
    "Delete in batches what may go, and keep the rest. Where all of it may go, say so:\n\n```sql\n-- migrate:allow truncate reason: a cache that is filled again\nTRUNCATE sessions;\n```",
  since: null,
  source: "PostgreSQL manual, TRUNCATE; the lock measured on 11 to 18.",
  on: ["truncate"],
  check(action, context) {
    const { schema } = context;
    const known = schema.relation(action.table);
    if (!isOnTarget(known, schema)) return [];
    const table = renderName(shown(known));
    const referencing = action.isCascading ? [] : referencingOthers(action, context);
    if (referencing.length > 0)
      return [
        {
          level: "error",
          message: `TRUNCATE fails: ${listNames(referencing)} ${referencing.length === 1 ? "references" : "reference"} ${describeTable(known)}.`,
          instead: `TRUNCATE ${[table, ...referencing.map((one) => renderName(withoutPublic(one)))].join(", ")};  -- all of them at once, if all of them may go`,
        },
      ];
    const level = LEVEL_OF_LOSS[rowsOf(known)];
    if (level === null) return [];
    return [
      {
        level,
        message: `All rows of ${describeTable(known)} are lost, and nobody reads or writes it until the transaction ends: ACCESS EXCLUSIVE.${useSentence(known, schema)}`,
        instead: `-- in a file of its own, with the rows that may go for WHERE true\n${renderBatches(`DELETE FROM ${table} WHERE ${renderSomeRows(table, "true")};`)}`,
      },
    ];
  },
});

/** Tables with a foreign key to this one that the same TRUNCATE does not empty. */
function referencingOthers({ table }: ActionOf<"truncate">, { schema, step, statement }: RuleContext) {
  const together = (step.statements[statement]?.actions ?? []).flatMap((one) =>
    one.kind === "truncate" ? [schema.relation(one.table)] : [],
  );
  return keysTo(schema.relation(table), schema).filter(
    (key) => !together.some((one) => one.schema === key.schema && one.name === key.name),
  );
}
