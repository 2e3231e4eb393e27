import { renderName } from "../../syntax/names.ts";
import { viewsOn } from "../dependents.ts";
import { isOnTarget } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames } from "../sentences.ts";
import { laterActions } from "../transaction-around.ts";

export const dropView = defineRule({
  name: "drop-view",
  title: "A view is dropped",
  why: "Running code that reads the view fails. No rows are lost.",
  safeWay:
    "Deploy code that no longer reads it, and drop it with a later release. To change it, replace it, or drop and make it in one transaction:\n\n```sql\nCREATE OR REPLACE VIEW active_users AS SELECT id, name FROM users WHERE is_active;\n```",
  since: null,
  source: "PostgreSQL manual, DROP VIEW, CREATE VIEW.",
  on: ["drop"],
  check(action, context) {
    const { what, name, isCascading } = action;
    const { schema } = context;
    if (what !== "view" && what !== "materialized-view") return [];
    const known = schema.relation(name);
    if (!isOnTarget(known, schema)) return [];
    const view = renderName(shown(known));
    const needed = isCascading ? [] : viewsOn(known, schema);
    if (needed.length > 0)
      return [
        {
          level: "error",
          message: `The drop fails: ${listNames(needed)} ${needed.length === 1 ? "depends" : "depend"} on \`${view}\`.`,
          instead: `-- 1. change or drop ${needed.map((one) => renderName(one)).join(", ")}\n-- 2. then\nDROP ${what === "view" ? "VIEW" : "MATERIALIZED VIEW"} ${view};`,
        },
      ];
    if (isMadeAgain(known, context)) return [];
    return [
      {
        level: levelByUse(known, schema),
        message: `Running code that reads \`${view}\` fails once it is dropped.${useSentence(known, schema)}`,
        instead: `-- 1. deploy code that does not read ${view}\n-- 2. in a file of a later release\nDROP ${what === "view" ? "VIEW" : "MATERIALIZED VIEW"} ${view};`,
      },
    ];
  },
});

/** Dropped and made in one transaction, nobody sees that it was gone. */
function isMadeAgain(known: { readonly name: string; readonly schema: string | null }, context: RuleContext) {
  return laterActions(context).some((later) => {
    if (later.kind !== "create-view" && later.kind !== "create-materialized-view") return false;
    return later.name.name === known.name && (later.name.schema ?? known.schema) === known.schema;
  });
}
