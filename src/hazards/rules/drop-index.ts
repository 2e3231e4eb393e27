import type { ObjectName } from "../../syntax/names.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { KnownRelation } from "../known-schema.ts";
import { levelOfFailure } from "../level-of-work.ts";
import { describeTable, isSmall, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { outsideTransaction, renderFiles } from "../safe-files.ts";

export const dropIndex = defineRule({
  name: "drop-index",
  title: "An index is dropped under an exclusive lock",
  why: "`DROP INDEX` takes `ACCESS EXCLUSIVE` on the index's table. It is done in a moment, but it waits for every open transaction that has used the table, and all that come after it wait behind it, plain SELECTs too. An index that a constraint stands on cannot be dropped at all.",
  safeWay:
    "Drop it `CONCURRENTLY`, in a file of its own that runs without a transaction:\n\n```sql\n-- migrate:no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS users_email_idx;\n```",
  since: null,
  source: "PostgreSQL manual, DROP INDEX; measured on 11 to 18.",
  on: ["drop"],
  check({ what, name, isConcurrent, isCascading, ifExists }, { schema }) {
    if (what !== "index") return [];
    const found = schema.index(name);
    const constraint = found === null ? null : constraintOn(found.table, name.name);
    if (found !== null && constraint !== null)
      return [
        {
          level: levelOfFailure(schema),
          message: `The constraint \`${renderIdentifier(constraint)}\` of ${describeTable(found.table)} stands on \`${renderName(name)}\`: the server refuses to drop the index.`,
          instead: `ALTER TABLE ${renderName(shown(found.table))} DROP CONSTRAINT ${renderIdentifier(constraint)};`,
        },
      ];
    // What the catalog does not have is not locked either.
    if (isConcurrent || (found === null ? schema.facts !== null : isSmall(found.table))) return [];
    const table = found === null ? "its table" : describeTable(found.table);
    return [
      {
        level: "medium",
        message: `DROP INDEX takes ACCESS EXCLUSIVE on ${table}: it waits for all open transactions there, and reads and writes wait behind it.`,
        instead:
          isCascading || found?.table.kind === "partitioned table" ? null : concurrently(name, ifExists),
      },
    ];
  },
});

const concurrently = (name: ObjectName, ifExists: boolean): string =>
  renderFiles(
    outsideTransaction(`DROP INDEX CONCURRENTLY ${ifExists ? "IF EXISTS " : ""}${renderName(name)};`),
  );

/** Name of the constraint that the index is made for; null: none. */
function constraintOn({ catalog, constraints, origin }: KnownRelation, index: string): string | null {
  const name = catalog?.indexes.find((one) => one.name === index)?.constraint ?? null;
  const made = origin === "pending" ? index : name;
  const isKey = (kind: string) => kind === "primary-key" || kind === "unique" || kind === "exclude";
  return constraints.some((one) => one.name === made && isKey(one.kind)) ? made : null;
}
