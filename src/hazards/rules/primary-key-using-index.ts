import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { columnOf, isKnownNotNull } from "../effects/proves-not-null.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { inFile, nameOf, notNullFiles, renderFiles } from "../safe-files.ts";

export const primaryKeyUsingIndex = defineRule({
  name: "primary-key-using-index",
  title: "A primary key from an index reads every row, as its columns may be NULL",
  why: "`ADD PRIMARY KEY USING INDEX` is done in a moment where the index's columns are NOT NULL. Where they are not, it makes them so: it reads every row under `ACCESS EXCLUSIVE`.",
  safeWay:
    "Make the columns NOT NULL first, the way that reads rows while others read and write: see `set-not-null`.",
  since: "A valid CHECK that a column is not null spares the reading: 12.",
  source: "Measured on 11 to 18.",
  on: ["add-constraint"],
  check({ table, constraint }, { schema, effects, server }) {
    const { kind, usingIndex } = constraint;
    const known = schema.relation(table);
    const index = known.indexes.find(({ name }) => name === usingIndex);
    const nullable = (index?.columns ?? []).filter(
      (column): column is string =>
        column !== null && columnOf(known, column) !== null && !isKnownNotNull(known, column, server.major),
    );
    // Of an index that nobody knows nothing is said: this is the safe way where its columns are NOT NULL.
    const level = kind === "primary-key" && nullable.length > 0 ? levelOfWork(effects) : null;
    if (level === null || usingIndex === null || known.kind === "partitioned table") return [];
    const names = nullable.map((column) => `\`${renderIdentifier(column)}\``).join(", ");
    const name = nameOf(constraint, known);
    return [
      {
        level,
        at: constraint.at,
        message: `Nobody can read or write ${describeTable(known)} while all of its rows are read for NULLs in ${names}: ADD PRIMARY KEY USING INDEX holds ACCESS EXCLUSIVE on it.`,
        // Before 12 it reads them whatever is known.
        instead:
          server.major < 12
            ? null
            : renderFiles(
                ...nullable.flatMap((column) => notNullFiles(known, column, server.major)),
                inFile(
                  `ALTER TABLE ${renderName(shown(known))} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${renderIdentifier(usingIndex)};`,
                ),
              ),
      },
    ];
  },
});
