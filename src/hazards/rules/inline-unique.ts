import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addColumnWithDefault } from "../safe-column.ts";
import { inFile, nameOf, outsideTransaction, renderFiles } from "../safe-files.ts";
import { writtenIn } from "../written-sql.ts";

export const inlineUnique = defineRule({
  name: "inline-unique",
  title: "A new column's UNIQUE or PRIMARY KEY builds an index",
  why: "`ADD COLUMN … UNIQUE` and `… PRIMARY KEY` take `ACCESS EXCLUSIVE` and hold it while every row is read and an index is built.",
  safeWay:
    "Add the column without it, build the index `CONCURRENTLY`, then let the constraint take it over:\n\n```sql\nALTER TABLE users ADD COLUMN handle text;\n-- in a file with -- migrate:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY users_handle_key ON users (handle);\n-- in a later file\nALTER TABLE users ADD CONSTRAINT users_handle_key UNIQUE USING INDEX users_handle_key;\n```",
  since: null,
  source: "Measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const level = levelOfWork(context.effects);
    if (level === null) return [];
    const known = context.schema.relation(table);
    const target = renderName(shown(known));
    return column.constraints
      .filter(({ kind }) => kind === "unique" || kind === "primary-key")
      .map((constraint) => {
        const name = nameOf(constraint, known);
        const word = constraint.kind === "unique" ? "UNIQUE" : "PRIMARY KEY";
        return {
          level,
          at: constraint.at,
          message: `Nobody can read or write ${describeTable(known)} while the index of the ${word} is built: ADD COLUMN holds ACCESS EXCLUSIVE on it.`,
          instead: renderFiles(
            inFile(addColumnWithDefault(writtenIn(context), known, column)),
            outsideTransaction(
              `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${target} (${renderIdentifier(column.name)});`,
            ),
            inFile(`ALTER TABLE ${target} ADD CONSTRAINT ${name} ${word} USING INDEX ${name};`),
          ),
        };
      });
  },
});
