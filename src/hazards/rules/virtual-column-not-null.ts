import { renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { inFile, notNullFiles, renderFiles } from "../safe-files.ts";
import { clauseAt, writtenIn } from "../written-sql.ts";

export const virtualColumnNotNull = defineRule({
  name: "virtual-column-not-null",
  title: "A virtual column that is NOT NULL reads every row",
  why: "A virtual column is added in a moment; with `NOT NULL` its value is worked out for every row under `ACCESS EXCLUSIVE`, and the statement fails at the first that is NULL.",
  safeWay:
    "Add the column without it, then NOT NULL the way that lets others read and write:\n\n```sql\nALTER TABLE users ADD COLUMN age int GENERATED ALWAYS AS (2026 - born) VIRTUAL;\nALTER TABLE users ADD CONSTRAINT users_age_not_null NOT NULL age NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_age_not_null;\n```",
  since: "18.",
  source: "Measured on 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const isNotNull = column.generated === "virtual" && column.isNotNull;
    const level = isNotNull ? levelOfWork(context.effects) : null;
    if (level === null) return [];
    const known = context.schema.relation(table);
    const clause = clauseAt(writtenIn(context), column.at).replace(
      /\s+(?:CONSTRAINT\s+\S+\s+)?NOT\s+NULL\b/i,
      "",
    );
    return [
      {
        level,
        at: column.at,
        message: `Nobody can read or write ${describeTable(known)} while the new column's value is worked out for every row to see whether it is NULL: ADD COLUMN holds ACCESS EXCLUSIVE.`,
        instead: renderFiles(
          inFile(`ALTER TABLE ${renderName(shown(known))} ADD COLUMN ${clause};`),
          ...notNullFiles(known, column.name, context.server.major),
        ),
      },
    ];
  },
});
