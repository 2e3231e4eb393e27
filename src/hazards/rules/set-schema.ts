import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { isOnTarget } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { withoutPublic } from "../sentences.ts";
import { hasStandIn, renderStandIn } from "../stand-in-view.ts";

export const setSchema = defineRule({
  name: "set-schema",
  title: "A table or view moves to another schema",
  why: "Running code that names it with its schema, or finds it by its search_path, fails at once. The move is a moment's `ACCESS EXCLUSIVE` lock.",
  safeWay:
    "Leave a view in the old schema in the same transaction, and drop it when no code names it.\n\n```sql\nALTER TABLE users SET SCHEMA app;\nCREATE VIEW users AS SELECT * FROM app.users;\n```",
  since: "15: `security_invoker`, which a view on a table with row security needs.",
  source: "PostgreSQL manual, ALTER TABLE, SET SCHEMA; the lock measured on 11 to 18.",
  on: ["set-schema"],
  check({ what, name, schema: to }, context) {
    const { schema } = context;
    if (what !== "table" && what !== "view" && what !== "materialized-view") return [];
    const known = schema.relation(name);
    if (known.schema === to || !isOnTarget(known, schema) || hasStandIn(known, context)) return [];
    const old = shown(known);
    const made = { schema: to, name: known.name };
    const word = what === "table" ? "TABLE" : what === "view" ? "VIEW" : "MATERIALIZED VIEW";
    return [
      {
        level: levelByUse(known, schema),
        message: `Running code that does not find ${describeTable(known)} in schema \`${renderIdentifier(to)}\` fails.${useSentence(known, schema)}`,
        instead: [
          "-- 1. both in one file",
          `ALTER ${word} ${renderName(old)} SET SCHEMA ${renderIdentifier(to)};`,
          renderStandIn({ ...old, schema: known.schema }, made, context),
          `-- 2. deploy code that names ${renderName(withoutPublic(made))}`,
          "-- 3. in a file of a later release",
          `DROP VIEW ${renderName({ ...old, schema: known.schema })};`,
        ].join("\n"),
      },
    ];
  },
});
