import { renderIdentifier } from "../../syntax/names.ts";
import { defineRule } from "../rule.ts";

export const renameSchema = defineRule({
  name: "rename-schema",
  title: "A schema is renamed",
  why: "Everything in it gets another name at once: running code that names it, search_paths of roles and bodies of functions fail.",
  safeWay:
    "Make the new schema with views of the tables, move the code, and then move the tables one by one:\n\n```sql\nCREATE SCHEMA app;\nCREATE VIEW app.users AS SELECT * FROM old.users;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER SCHEMA.",
  on: ["rename"],
  check({ what, name, to }, { step, statement }) {
    if (what !== "schema") return [];
    const earlier = step.statements.slice(0, statement).flatMap(({ actions }) => actions);
    if (earlier.some((one) => one.kind === "create-schema" && one.name === name.name)) return [];
    const old = renderIdentifier(name.name);
    const made = renderIdentifier(to);
    return [
      {
        level: "medium",
        message: `Running code that names anything in schema \`${old}\` fails once it is \`${made}\`.`,
        instead: [
          "-- 1. in one file, a view for each table",
          `CREATE SCHEMA ${made};`,
          `-- CREATE VIEW ${made}.… AS SELECT * FROM ${old}.…;`,
          `-- 2. deploy code that names ${made} alone`,
          "-- 3. in a file of a later release, for each table",
          `-- DROP VIEW ${made}.…;`,
          `-- ALTER TABLE ${old}.… SET SCHEMA ${made};`,
        ].join("\n"),
      },
    ];
  },
});
