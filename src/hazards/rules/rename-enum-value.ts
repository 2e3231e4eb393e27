import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { defineRule } from "../rule.ts";
import { withoutPublic } from "../sentences.ts";

export const renameEnumValue = defineRule({
  name: "rename-enum-value",
  title: "A value of an enum is renamed",
  why: "Every row that has it reads differently at once, and running code that writes or compares the old value fails: `invalid input value for enum`.",
  safeWay:
    "Add the new value, let code understand both, change the rows in batches, and leave the old value in the type: it does no harm.",
  since: null,
  source: "PostgreSQL manual, ALTER TYPE.",
  on: ["rename"],
  check({ what, name, part, to }, { schema }) {
    if (what !== "enum-value" || part === null) return [];
    const type = schema.type(name);
    if (type?.origin === "pending" || (type === null && schema.facts !== null)) return [];
    if (type?.newValues.some(({ value }) => value === part) === true) return [];
    const users = type?.catalog?.usedBy;
    const shownType = renderName(withoutPublic(name));
    const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
    const [first] = users ?? [];
    const table = first === undefined ? "…" : renderName(withoutPublic(first));
    const column = first === undefined ? "…" : renderIdentifier(first.column);
    return [
      {
        level: users?.length === 0 ? "info" : "medium",
        message: `Running code that writes or compares ${quoted(part)} of \`${shownType}\` fails, and its rows read ${quoted(to)}.`,
        instead: [
          "-- 1. in a file of its own",
          `ALTER TYPE ${shownType} ADD VALUE ${quoted(to)};`,
          `-- 2. deploy code that reads both and writes ${quoted(to)}`,
          `-- 3. in batches, for each column of the type: UPDATE ${table} SET ${column} = ${quoted(to)} WHERE ${column} = ${quoted(part)}`,
        ].join("\n"),
      },
    ];
  },
});
