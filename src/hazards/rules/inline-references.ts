import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addColumnWithDefault } from "../safe-column.ts";
import { inFile, nameOf, renderFiles } from "../safe-files.ts";
import { append, inlineClauseAt, writtenIn } from "../written-sql.ts";

export const inlineReferences = defineRule({
  name: "inline-references",
  title: "A new column's foreign key with a default looks up every row",
  why: "`ADD COLUMN … DEFAULT … REFERENCES` holds `ACCESS EXCLUSIVE` on the table and `SHARE ROW EXCLUSIVE` on the referenced one while every row is looked up. Without a default there is nothing to look up, and it is done in a moment.",
  safeWay:
    "Add the column without it, and the foreign key `NOT VALID`; validate it in a later file:\n\n```sql\nALTER TABLE tasks ADD COLUMN list_id bigint DEFAULT 1;\nALTER TABLE tasks ADD CONSTRAINT tasks_list_id_fkey FOREIGN KEY (list_id) REFERENCES lists (id) NOT VALID;\n-- in a later file\nALTER TABLE tasks VALIDATE CONSTRAINT tasks_list_id_fkey;\n```",
  since: null,
  source: "Measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const hasValue = column.default !== null || column.numbered !== null || column.generated !== null;
    const level = hasValue ? levelOfWork(context.effects) : null;
    if (level === null) return [];
    const known = context.schema.relation(table);
    const target = `ALTER TABLE ${renderName(shown(known))}`;
    const sql = writtenIn(context);
    return column.constraints.flatMap((constraint) => {
      if (constraint.references === null || !constraint.isEnforced) return [];
      const parent = context.schema.relation(constraint.references.table);
      const name = nameOf(constraint, known);
      const clause = `FOREIGN KEY (${renderIdentifier(column.name)}) ${inlineClauseAt(sql, constraint.at)}`;
      return [
        {
          level,
          at: constraint.at,
          message: `Nobody can read or write ${describeTable(known)}, or write to ${describeTable(parent)}, while the default is looked up for every row: ADD COLUMN holds ACCESS EXCLUSIVE on the one and SHARE ROW EXCLUSIVE on the other.`,
          instead: renderFiles(
            inFile(
              addColumnWithDefault(sql, known, column),
              `${target} ADD CONSTRAINT ${name} ${append(clause, "NOT VALID")};`,
            ),
            inFile(`${target} VALIDATE CONSTRAINT ${name};`),
          ),
        },
      ];
    });
  },
});
