import { newColumnCosts } from "../effects/column-effects.ts";
import { columnOf } from "../effects/proves-not-null.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, isSmall } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addEmptyColumn, setDefault } from "../safe-column.ts";
import { fillInBatches, inFile, notNullFiles, renderFiles } from "../safe-files.ts";
import { expressionAt, writtenIn } from "../written-sql.ts";

export const volatileDefault = defineRule({
  name: "volatile-default",
  title: "A default that differs by row rewrites the table",
  why: "`ADD COLUMN` with a `VOLATILE` default (`random()`, `gen_random_uuid()`, `clock_timestamp()`, `nextval()`) writes every row and every index anew under `ACCESS EXCLUSIVE`. A constant or a `STABLE` one (`now()`) writes nothing.",
  safeWay:
    "Add the column without it, set the default for new rows, then fill the old ones in batches:\n\n```sql\nALTER TABLE users ADD COLUMN token uuid;\nALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();\n-- in batches\nUPDATE users SET token = DEFAULT WHERE token IS NULL AND id BETWEEN 1 AND 10000;\n```",
  since: "Constant and `STABLE` defaults write nothing: 11.",
  source: "PostgreSQL manual, ALTER TABLE, “Notes”; pg_proc.provolatile; measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column, ifNotExists }, context) {
    const { schema, server, effects } = context;
    const known = schema.relation(table);
    if (column.default === null || (ifNotExists && columnOf(known, column.name) !== null)) return [];
    const costs = newColumnCosts(column, schema, server.major);
    const isVolatile = costs.includes("volatile default");
    // What nobody knows most often is volatile, as functions are unless they say otherwise; but it is a guess.
    const isUnknown = costs.includes("unknown default") && !isSmall(known);
    const level = isVolatile ? levelOfWork(effects) : isUnknown ? "medium" : null;
    if (level === null) return [];
    const sql = writtenIn(context);
    const value = expressionAt(sql, column.default) ?? "…";
    const files = [
      inFile(addEmptyColumn(known, column), setDefault(known, column.name, value)),
      fillInBatches(known, column.name, "DEFAULT"),
      ...(column.isNotNull ? notNullFiles(known, column.name, server.major) : []),
    ];
    return [
      {
        level,
        at: column.at,
        message: isVolatile
          ? `Nobody can read or write ${describeTable(known)} while every row and index of it is written anew: the default is VOLATILE, and ADD COLUMN holds ACCESS EXCLUSIVE.`
          : `Where the default's function is VOLATILE, as functions are unless declared otherwise, every row and index of ${describeTable(known)} is written anew under ACCESS EXCLUSIVE.`,
        instead: renderFiles(...files),
      },
    ];
  },
});
