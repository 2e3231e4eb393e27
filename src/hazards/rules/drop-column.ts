import type { ActionOf } from "../../syntax/action.ts";
import { type ObjectName, renderIdentifier, renderName } from "../../syntax/names.ts";
import { keysToColumn, viewsOnColumn } from "../dependents.ts";
import type { Finding } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isColumnOnTarget, LEVEL_OF_LOSS, rowsOf } from "../on-target.ts";
import { levelByUse, useSentence } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames } from "../sentences.ts";

export const dropColumn = defineRule({
  name: "drop-column",
  title: "A column is dropped",
  why: "The values are gone for good, and code that is still running and names the column fails at once: `SELECT *` into a struct, every INSERT of an ORM. The drop itself is a moment's `ACCESS EXCLUSIVE` lock.",
  safeWay:
    "Deploy code that no longer names the column; drop it with a later release, and say why that is safe:\n\n```sql\n-- migrate:allow drop-column reason: column unused since 2026-03\nALTER TABLE users DROP COLUMN email;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, DROP COLUMN; the lock measured on 11 to 18.",
  on: ["drop-column"],
  check(action, context) {
    const { table, column } = action;
    const { schema } = context;
    const known = schema.relation(table);
    if (!isColumnOnTarget(known, column, schema)) return [];
    const blocked = action.isCascading ? [] : blockers(known, column, context);
    if (blocked.length > 0) return [fails(action, blocked, known)];
    const isComputed = known.columns.find(({ name }) => name === column)?.generated != null;
    const loss = isComputed ? null : LEVEL_OF_LOSS[rowsOf(known)];
    const lost = loss === null ? "" : " Its values are lost.";
    return [
      {
        level: loss ?? levelByUse(known, schema),
        message: `Running code that names \`${renderIdentifier(column)}\` of ${describeTable(known)} fails once it is dropped.${lost}${useSentence(known, schema)}`,
        instead: renderSafeDrop(known, column),
      },
    ];
  },
});

/** What stands on the column, so that the server refuses to drop it without CASCADE. */
function blockers(known: KnownRelation, column: string, { schema }: RuleContext): readonly ObjectName[] {
  return [...viewsOnColumn(known, column, schema), ...keysToColumn(known, column, schema)];
}

function fails(
  { column }: ActionOf<"drop-column">,
  blocked: readonly ObjectName[],
  known: KnownRelation,
): Finding {
  const drop = `ALTER TABLE ${renderName(shown(known))} DROP COLUMN ${renderIdentifier(column)};`;
  return {
    level: "error",
    message: `DROP COLUMN fails: ${listNames(blocked)} ${blocked.length === 1 ? "depends" : "depend"} on \`${renderIdentifier(column)}\` of ${describeTable(known)}.`,
    instead: `-- 1. change or drop ${blocked.map((one) => renderName(one)).join(", ")} so that it is not used\n-- 2. then\n${drop}`,
  };
}

function renderSafeDrop(known: KnownRelation, column: string): string {
  const name = renderIdentifier(column);
  const table = renderName(shown(known));
  const found = known.columns.find((one) => one.name === column);
  const isDemanded = found?.isNotNull === true && !found.hasDefault;
  return [
    ...(isDemanded
      ? [
          `-- 1. in one file, so that code may leave it out`,
          `ALTER TABLE ${table} ALTER COLUMN ${name} DROP NOT NULL;`,
        ]
      : []),
    `-- ${isDemanded ? 2 : 1}. deploy code that does not name ${name}`,
    `-- ${isDemanded ? 3 : 2}. in a file of a later release`,
    `-- migrate:allow drop-column reason: no code names it since …`,
    `ALTER TABLE ${table} DROP COLUMN ${name};`,
  ].join("\n");
}
