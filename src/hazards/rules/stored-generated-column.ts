import { renderName } from "../../syntax/names.ts";
import { filledByTrigger } from "../filled-by-trigger.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addEmptyColumn } from "../safe-column.ts";
import { fillInBatches, inFile, renderFiles } from "../safe-files.ts";
import { clauseAt, generatedAs, writtenIn } from "../written-sql.ts";

export const storedGeneratedColumn = defineRule({
  name: "stored-generated-column",
  title: "A stored generated column rewrites the table",
  why: "`ADD COLUMN … GENERATED ALWAYS AS (…) STORED` writes every row and every index anew under `ACCESS EXCLUSIVE`.",
  safeWay:
    "On 18 make it `VIRTUAL`: it is worked out when read, and nothing is written (it takes no index). Before, fill a plain column by a trigger, and old rows in batches:\n\n```sql\nALTER TABLE users ADD COLUMN name_lower text GENERATED ALWAYS AS (lower(name)) VIRTUAL;\n```",
  since: "`STORED`: 12. `VIRTUAL`: 18.",
  source: "PostgreSQL manual, “Generated Columns”; measured on 12 to 18.",
  on: ["add-column"],
  check({ table, column }, context) {
    const level = column.generated === "stored" ? levelOfWork(context.effects) : null;
    if (level === null) return [];
    const known = context.schema.relation(table);
    const clause = clauseAt(writtenIn(context), column.at);
    const isVirtualKnown = context.server.major >= 18;
    const value = generatedAs(clause) ?? "(…)";
    const target = renderName(shown(known));
    return [
      {
        level,
        at: column.at,
        message: `Nobody can read or write ${describeTable(known)} while every row and index of it is written anew: ADD COLUMN of a stored generated column holds ACCESS EXCLUSIVE.`,
        instead: isVirtualKnown
          ? `ALTER TABLE ${target} ADD COLUMN ${asVirtual(clause)};`
          : renderFiles(
              inFile(
                addEmptyColumn(known, column),
                ...filledByTrigger(known, column.name, `${value} /* NEW. before its columns */`),
              ),
              fillInBatches(known, column.name, value),
            ),
      },
    ];
  },
});

const asVirtual = (clause: string): string => clause.replace(/\bSTORED\b(?![\s\S]*\bSTORED\b)/i, "VIRTUAL");
