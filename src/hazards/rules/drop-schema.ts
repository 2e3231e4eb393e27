import { renderIdentifier } from "../../syntax/names.ts";
import { defineRule } from "../rule.ts";

export const dropSchema = defineRule({
  name: "drop-schema",
  title: "A schema is dropped with all that is in it",
  why: "`DROP SCHEMA … CASCADE` drops every table, view, type and function in it, and what depends on them elsewhere. Without CASCADE the server refuses as long as anything is in it.",
  safeWay:
    "Drop what is in it by name, so that a reviewer sees each table, and then the empty schema:\n\n```sql\nDROP TABLE old_reports.totals;\nDROP SCHEMA old_reports;\n```",
  since: null,
  source: "PostgreSQL manual, DROP SCHEMA.",
  on: ["drop"],
  check({ what, name, isCascading }, { schema, step, statement }) {
    if (what !== "schema" || !isCascading) return [];
    const earlier = step.statements.slice(0, statement).flatMap(({ actions }) => actions);
    const isMadeHere = earlier.some((one) => one.kind === "create-schema" && one.name === name.name);
    if (isMadeHere) return [];
    const shownName = renderIdentifier(name.name);
    return [
      {
        level: schema.facts === null ? "high" : "error",
        message: `All that is in schema \`${shownName}\` is lost, and what depends on it elsewhere goes with it.`,
        instead: `-- 1. DROP TABLE ${shownName}.…; for each table, by name\n-- 2. refused as long as anything is left\nDROP SCHEMA ${shownName};`,
      },
    ];
  },
});
