import { renderColumnType } from "../../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { renderFill, renderKeepInStep } from "../keep-in-step.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isColumnOnTarget } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const renameColumn = defineRule({
  name: "rename-column",
  title: "A column is renamed",
  why: "Old code and new code run side by side for a while, and a column has one name: one of the two fails. The rename itself is a moment's `ACCESS EXCLUSIVE` lock. Views go on working.",
  safeWay:
    "Make a column of the new name, keep the two in step with a trigger, fill it in batches, move the code, drop the old one with a later release.",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, RENAME COLUMN; the lock measured on 11 to 18.",
  on: ["rename"],
  check({ what, name, part, to }, { schema }) {
    if (what !== "column" || part === null) return [];
    const known = schema.relation(name);
    if (!isColumnOnTarget(known, part, schema)) return [];
    return [
      {
        level: levelByUse(known, schema),
        message: `Running code that names \`${renderIdentifier(part)}\` of ${describeTable(known)} fails once it is \`${renderIdentifier(to)}\`.${useSentence(known, schema)}`,
        instead:
          known.kind === "table" || known.kind === "partitioned table" ? renderSteps(known, part, to) : null,
      },
    ];
  },
});

function renderSteps(known: KnownRelation, from: string, to: string): string {
  const type = known.columns.find(({ name }) => name === from)?.type ?? null;
  const table = shown(known);
  const pair = { table, from, to, castTo: "", castFrom: "" };
  const written = type === null ? "…" : renderColumnType(type);
  return [
    "-- 1. in one file",
    `ALTER TABLE ${renderName(table)} ADD COLUMN ${renderIdentifier(to)} ${written};`,
    renderKeepInStep(pair),
    "-- 2. in a file of its own",
    renderFill(pair),
    `-- 3. deploy code that names ${renderIdentifier(to)} alone`,
    "-- 4. in a file of a later release, with the trigger and its function",
    `ALTER TABLE ${renderName(table)} DROP COLUMN ${renderIdentifier(from)};`,
  ].join("\n");
}
