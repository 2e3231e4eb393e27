import { renderIdentifier } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { notNullFiles, renderFiles } from "../safe-files.ts";

export const setNotNull = defineRule({
  name: "set-not-null",
  title: "NOT NULL reads every row while nobody can read or write",
  why: "`SET NOT NULL` takes `ACCESS EXCLUSIVE` and holds it while every row is read for NULLs, on 18 too. A valid CHECK that the column is not null spares the reading (12 and later).",
  safeWay:
    "On 18 add the constraint `NOT VALID` and validate it in a later file, under `SHARE UPDATE EXCLUSIVE`:\n\n```sql\nALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;\n```\n\nOn 12 to 17 prove it with a CHECK first:\n\n```sql\nALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;\n-- in a later file\nALTER TABLE users ALTER COLUMN email SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT users_email_not_null;\n```\n\nOn 11 leave the CHECK in its place.",
  since: "By a valid CHECK: 12. `NOT NULL … NOT VALID`: 18.",
  source: "PostgreSQL manual, ALTER TABLE, “SET NOT NULL”; measured on 11 to 18.",
  on: ["set-not-null", "add-constraint"],
  check(action, { schema, effects, server }) {
    const isAdded = action.kind === "add-constraint";
    const column = isAdded ? action.constraint.columns[0] : action.column;
    if (column === undefined || (isAdded && action.constraint.kind !== "not-null")) return [];
    const level = levelOfWork(effects);
    if (level === null) return [];
    const known = schema.relation(action.table);
    return [
      {
        level,
        at: isAdded ? action.constraint.at : action.at,
        message: `Nobody can read or write ${describeTable(known)} while all of its rows are read for NULLs in \`${renderIdentifier(column)}\`: ${isAdded ? "ADD NOT NULL" : "SET NOT NULL"} holds ACCESS EXCLUSIVE on it.`,
        instead: renderFiles(...notNullFiles(known, column, server.major)),
      },
    ];
  },
});
