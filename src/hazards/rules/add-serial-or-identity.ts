import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { addEmptyColumn, setDefault } from "../safe-column.ts";
import { fillInBatches, inFile, notNullFiles, renderFiles } from "../safe-files.ts";

export const addSerialOrIdentity = defineRule({
  name: "add-serial-or-identity",
  title: "A numbered column rewrites the table",
  why: "`ADD COLUMN` of `serial`, `bigserial` or `GENERATED … AS IDENTITY` gives each row its number: every row and every index is written anew under `ACCESS EXCLUSIVE`.",
  safeWay:
    "Add a plain column, number new rows by a sequence of its own, then the old ones in batches:\n\n```sql\nALTER TABLE users ADD COLUMN number bigint;\nCREATE SEQUENCE users_number_seq OWNED BY users.number;\nALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq');\n-- in batches\nUPDATE users SET number = DEFAULT WHERE number IS NULL AND id BETWEEN 1 AND 10000;\n```",
  since: null,
  source: "Measured on 11 to 18.",
  on: ["add-column"],
  check({ table, column }, { schema, effects, server }) {
    const level = column.numbered === null ? null : levelOfWork(effects);
    if (level === null) return [];
    const known = schema.relation(table);
    const target = shown(known);
    const sequence = renderName({ ...target, name: `${known.name}_${column.name}_seq` });
    const owner = `${renderName(target)}.${renderIdentifier(column.name)}`;
    const word = column.numbered === "identity" ? "an identity column" : "a serial column";
    return [
      {
        level,
        at: column.at,
        message: `Nobody can read or write ${describeTable(known)} while every row and index of it is written anew: ADD COLUMN of ${word} numbers all rows under ACCESS EXCLUSIVE.`,
        instead: renderFiles(
          inFile(
            addEmptyColumn(known, column),
            `CREATE SEQUENCE ${sequence} OWNED BY ${owner};`,
            setDefault(known, column.name, `nextval('${sequence.replaceAll("'", "''")}')`),
          ),
          fillInBatches(known, column.name, "DEFAULT"),
          ...notNullFiles(known, column.name, server.major),
        ),
      },
    ];
  },
});
