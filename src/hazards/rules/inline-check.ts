import { renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addColumnWithDefault } from "../safe-column.ts";
import { inFile, nameOf, renderFiles } from "../safe-files.ts";
import { append, inlineClauseAt, writtenIn } from "../written-sql.ts";

export const inlineCheck = defineRule({
  name: "inline-check",
  title: "A new column's CHECK reads every row",
  why: "`ADD COLUMN … CHECK (…)` takes `ACCESS EXCLUSIVE` and holds it while every row is checked, though all have the same value, NULL or a constant default.",
  safeWay:
    "Add the column without it, and the CHECK `NOT VALID`; validate it in a later file:\n\n```sql\nALTER TABLE users ADD COLUMN age int;\nALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;\n```",
  since: null,
  source: "Measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const level = levelOfWork(context.effects);
    if (level === null) return [];
    const known = context.schema.relation(table);
    const target = `ALTER TABLE ${renderName(shown(known))}`;
    const sql = writtenIn(context);
    return column.constraints
      .filter(({ kind, isEnforced }) => kind === "check" && isEnforced)
      .map((constraint) => {
        const name = nameOf(constraint, known);
        const clause = append(inlineClauseAt(sql, constraint.at), "NOT VALID");
        return {
          level,
          at: constraint.at,
          message: `Nobody can read or write ${describeTable(known)} while all of its rows are checked: ADD COLUMN with a CHECK holds ACCESS EXCLUSIVE on it.`,
          instead: renderFiles(
            inFile(addColumnWithDefault(sql, known, column), `${target} ADD CONSTRAINT ${name} ${clause};`),
            inFile(`${target} VALIDATE CONSTRAINT ${name};`),
          ),
        };
      });
  },
});
