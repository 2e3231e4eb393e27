import type { ActionOf } from "../../syntax/action.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { outsideTransaction, renderFiles } from "../safe-files.ts";

export const reindex = defineRule({
  name: "reindex",
  title: "Indexes are built anew while others wait",
  why: "`REINDEX` takes `SHARE` on the table and `ACCESS EXCLUSIVE` on the index: writes wait until it is done, and so does every query that is planned meanwhile, as the planner looks at all indexes of a table.",
  safeWay:
    "Build them anew `CONCURRENTLY`, in a file of its own that runs without a transaction:\n\n```sql\n-- migrate:no-transaction\nREINDEX INDEX CONCURRENTLY users_email_idx;\n```",
  since: "`CONCURRENTLY`: 12.",
  source: "PostgreSQL manual, REINDEX; measured on 11 to 18.",
  on: ["reindex"],
  check(action, context) {
    const { what, name, isConcurrent } = action;
    if (isConcurrent) return [];
    const level = levelOf(action, context);
    if (level === null) return [];
    const written = what === "index" || what === "table" ? renderName(name) : renderIdentifier(name.name);
    const canBeConcurrent = what !== "system" && context.server.major >= 12;
    return [
      {
        level,
        message: `Writes to ${describeAffected(action, context)} wait while its indexes are built, and so do queries that are planned meanwhile: REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on the index.`,
        instead: canBeConcurrent
          ? renderFiles(outsideTransaction(`REINDEX ${what.toUpperCase()} CONCURRENTLY ${written};`))
          : null,
      },
    ];
  },
});

function levelOf({ what, name }: ActionOf<"reindex">, { schema, effects }: RuleContext) {
  if (what !== "index" && what !== "table") return "high";
  if (effects.length > 0) return levelOfWork(effects);
  // Of an index that nobody knows the table is not known either.
  return what === "index" && schema.index(name) === null && schema.facts === null ? "high" : null;
}

function describeAffected({ what, name }: ActionOf<"reindex">, { schema }: RuleContext): string {
  if (what === "table") return describeTable(schema.relation(name));
  if (what !== "index") return `each table of the ${what === "schema" ? "schema" : "database"}`;
  const table = schema.index(name)?.table;
  return table === undefined ? "its table" : describeTable(table);
}
