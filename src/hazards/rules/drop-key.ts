import type { ActionOf } from "../../syntax/action.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { keysTo } from "../dependents.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import { isOnTarget } from "../on-target.ts";
import { levelByUse } from "../recent-use.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames, withoutPublic } from "../sentences.ts";
import { laterActions } from "../transaction-around.ts";

export const dropKey = defineRule({
  name: "drop-key",
  title: "A primary key or unique constraint is dropped",
  why: "Its index goes with it: queries that used it read the whole table, and `INSERT … ON CONFLICT (…)` of running code fails (42P10). A foreign key to it makes the drop fail.",
  safeWay:
    "Build the index that takes its place first, with CONCURRENTLY, and see that no code has `ON CONFLICT` on the old one:\n\n```sql\nCREATE UNIQUE INDEX CONCURRENTLY users_tenant_email_key ON users (tenant_id, email);\n```",
  since: null,
  source: "PostgreSQL manual, INSERT, “ON CONFLICT Clause”.",
  on: ["drop-constraint"],
  check(action, context) {
    const { table, constraint, isCascading } = action;
    const { schema } = context;
    const known = schema.relation(table);
    const key = constraintOf(known, constraint);
    if (key === null || !isOnTarget(known, schema)) return [];
    if (key.kind !== "primary-key" && key.kind !== "unique") return [];
    if (isReplaced(action, key.columns, context)) return [];
    const columns = key.columns.map(renderIdentifier).join(", ");
    const users = isCascading
      ? []
      : keysTo(known, schema).filter((one) => {
          const found = schema.relation(one).constraints.find(({ name }) => name === one.constraint);
          return String(found?.references?.columns) === String(key.columns);
        });
    if (users.length > 0)
      return [
        {
          level: "error",
          message: `The drop fails: ${listNames(users)} ${users.length === 1 ? "has" : "have"} a foreign key to \`${columns}\` of ${describeTable(known)}.`,
          instead: users
            .map(
              (one) =>
                `ALTER TABLE ${renderName(withoutPublic(one))} DROP CONSTRAINT ${renderIdentifier(one.constraint)};`,
            )
            .join("\n"),
        },
      ];
    return [
      {
        level: levelByUse(known, schema),
        message: `\`ON CONFLICT (${columns})\` of running code fails once this key of ${describeTable(known)} is gone, and queries lose its index.`,
        instead: `-- 1. in a file with -- migrate:no-transaction: the index that takes its place\nCREATE UNIQUE INDEX CONCURRENTLY ON ${renderName(shown(known))} (…);\n-- 2. deploy code that does not need the old key, and drop it with a later release`,
      },
    ];
  },
});

/** True where the same transaction makes another key of these columns. */
function isReplaced(
  { table }: ActionOf<"drop-constraint">,
  columns: readonly string[],
  context: RuleContext,
) {
  const known = context.schema.relation(table);
  const own = context.step.statements[context.statement]?.actions ?? [];
  return [...own, ...laterActions(context)].some((one) => {
    if (one.kind !== "add-constraint" || one.table.name !== table.name) return false;
    const { kind, usingIndex } = one.constraint;
    if (kind !== "primary-key" && kind !== "unique") return false;
    const index = known.indexes.find(({ name }) => name === usingIndex);
    return String(usingIndex === null ? one.constraint.columns : index?.columns) === String(columns);
  });
}
