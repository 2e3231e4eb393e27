import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { filledByTrigger } from "../filled-by-trigger.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { inBatches, inFile, renderFiles } from "../safe-files.ts";

export const setExpression = defineRule({
  name: "set-expression",
  title: "A stored generated column's new expression rewrites the table",
  why: "`ALTER COLUMN … SET EXPRESSION` on a stored generated column writes every row and every index anew under `ACCESS EXCLUSIVE`. On a virtual one it writes nothing.",
  safeWay:
    "Make it a plain column, which is done in a moment, fill it by a trigger, and old rows in batches:\n\n```sql\nALTER TABLE users ALTER COLUMN name_lower DROP EXPRESSION;\n-- a trigger that fills it for new and changed rows; then, in batches\nUPDATE users SET name_lower = lower(trim(name)) WHERE id BETWEEN 1 AND 10000;\n```",
  since: "`SET EXPRESSION`: 17. `VIRTUAL`: 18.",
  source: "PostgreSQL manual, ALTER TABLE; measured on 17 and 18.",
  on: ["set-expression"],
  check({ table, column }, { schema, effects }) {
    const level = levelOfWork(effects);
    if (level === null) return [];
    const known = schema.relation(table);
    const plain = `ALTER TABLE ${renderName(shown(known))} ALTER COLUMN ${renderIdentifier(column)} DROP EXPRESSION;`;
    return [
      {
        level,
        message: `Nobody can read or write ${describeTable(known)} while every row and index of it is written anew: SET EXPRESSION holds ACCESS EXCLUSIVE on it.`,
        instead: renderFiles(
          inFile(plain, ...filledByTrigger(known, column, "…")),
          inBatches(
            `UPDATE ${renderName(shown(known))} SET ${renderIdentifier(column)} = … WHERE …;  -- a range of keys`,
          ),
        ),
      },
    ];
  },
});
