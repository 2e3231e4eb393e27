import { renderName } from "../../syntax/names.ts";
import { keysTo, viewsOn } from "../dependents.ts";
import { isOnTarget, LEVEL_OF_LOSS, rowsOf } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { listNames } from "../sentences.ts";

export const dropTable = defineRule({
  name: "drop-table",
  title: "A table is dropped",
  why: "All of its rows are gone for good, and running code that names it fails. `ACCESS EXCLUSIVE` is taken on it and on each table that it references.",
  safeWay:
    "Deploy code that no longer names the table. Rename it first, so that a forgotten user shows and the way back is short; drop it with a later release:\n\n```sql\n-- migrate:allow drop-table reason: unused since 2026-03, kept for a month as orders_old\nDROP TABLE orders_old;\n```",
  since: null,
  source: "PostgreSQL manual, DROP TABLE; the locks measured on 11 to 18.",
  on: ["drop"],
  check({ what, name, isCascading }, { schema }) {
    if (what !== "table") return [];
    const known = schema.relation(name);
    if (!isOnTarget(known, schema)) return [];
    const table = renderName(shown(known));
    const needed = isCascading ? [] : [...viewsOn(known, schema), ...keysTo(known, schema)];
    if (needed.length > 0)
      return [
        {
          level: "error",
          message: `DROP TABLE fails: ${listNames(needed)} ${needed.length === 1 ? "depends" : "depend"} on ${describeTable(known)}.`,
          instead: `-- 1. drop the views and foreign keys of ${needed.map((one) => renderName(one)).join(", ")} on it\n-- 2. then\nDROP TABLE ${table};`,
        },
      ];
    const loss = LEVEL_OF_LOSS[rowsOf(known)];
    const lost = loss === null ? "" : " Its rows are lost.";
    return [
      {
        level: loss ?? levelByUse(known, schema),
        message: `Running code that names ${describeTable(known)} fails once it is dropped.${lost}${useSentence(known, schema)}`,
        instead: `-- 1. deploy code that does not name ${table}\n-- 2. in a file of a later release\n-- migrate:allow drop-table reason: no code names it since …\nDROP TABLE ${table};`,
      },
    ];
  },
});
