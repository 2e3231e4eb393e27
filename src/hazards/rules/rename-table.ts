import { renderName } from "../../syntax/names.ts";
import { isOnTarget } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { withoutPublic } from "../sentences.ts";
import { hasStandIn, renderStandIn } from "../stand-in-view.ts";

export const renameTable = defineRule({
  name: "rename-table",
  title: "A table or view is renamed",
  why: "Running code that names it fails at once. The rename itself is a moment's `ACCESS EXCLUSIVE` lock.",
  safeWay:
    "Leave a view with the old name in the same transaction: one that only selects can be read and written like the table. Drop it when no code names it.\n\n```sql\nALTER TABLE users RENAME TO accounts;\nCREATE VIEW users AS SELECT * FROM accounts;\n```",
  since: "15: `security_invoker`, which a view on a table with row security needs.",
  source: "PostgreSQL manual, CREATE VIEW, “Updatable Views”; the lock measured on 11 to 18.",
  on: ["rename"],
  check({ what, name, to }, context) {
    const { schema } = context;
    if (what !== "table" && what !== "view" && what !== "materialized-view") return [];
    const known = schema.relation(name);
    if (!isOnTarget(known, schema) || hasStandIn(known, context)) return [];
    const old = shown(known);
    const made = withoutPublic({ schema: known.schema, name: to });
    const word = what === "table" ? "TABLE" : what === "view" ? "VIEW" : "MATERIALIZED VIEW";
    return [
      {
        level: levelByUse(known, schema),
        message: `Running code that names ${describeTable(known)} fails once it is \`${renderName(made)}\`.${useSentence(known, schema)}`,
        instead: [
          "-- 1. both in one file",
          `ALTER ${word} ${renderName(old)} RENAME TO ${renderName({ schema: null, name: to })};`,
          renderStandIn(old, made, context),
          `-- 2. deploy code that names ${renderName(made)} alone`,
          "-- 3. in a file of a later release",
          `DROP VIEW ${renderName(old)};`,
        ].join("\n"),
      },
    ];
  },
});
