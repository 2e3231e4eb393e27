import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import type { KnownConstraint, KnownRelation } from "../known-schema.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, isSmall, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";

export const dropForeignKey = defineRule({
  name: "drop-foreign-key",
  title: "Dropping a foreign key locks the other table too",
  why: "A foreign key has triggers on the table that it references, so dropping it, or a table that has one, takes `ACCESS EXCLUSIVE` on both: for a moment nobody reads or writes either, and whoever holds one of the two and wants the other makes a deadlock.",
  safeWay:
    "One foreign key a file, and before its table is dropped:\n\n```sql\nALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;\n```",
  since: null,
  source: "Measured on 11 to 18: `drop constraint fk`, `drop table w/ fk to r`.",
  on: ["drop-constraint", "drop"],
  check(action, context) {
    const { schema } = context;
    if (action.kind === "drop-constraint") {
      const child = schema.relation(action.table);
      const key = constraintOf(child, action.constraint);
      if (key === null) return [];
      return lockedBy(child, [key], context).map(({ parent }) => ({
        // A file that does nothing else is the safe way.
        level: isAlone(context) ? "info" : "medium",
        message: `Dropping this foreign key takes ACCESS EXCLUSIVE on ${describeTable(parent)} as well as on ${describeTable(child)}, until the transaction ends.`,
        instead: `-- in a file of its own\nALTER TABLE ${renderName(shown(child))} DROP CONSTRAINT ${renderIdentifier(action.constraint)};`,
      }));
    }
    if (action.what !== "table") return [];
    const child = schema.relation(action.name);
    const locked = lockedBy(child, child.constraints, context);
    const [first] = locked;
    if (first === undefined) return [];
    return [
      {
        level: "medium",
        message: `DROP TABLE takes ACCESS EXCLUSIVE on ${describeTable(first.parent)} too${locked.length > 1 ? `, and on ${locked.length - 1} more that it references` : ""}: nobody reads or writes it for a moment.`,
        instead: [
          "-- each of these in a file of its own, and the table in the last",
          ...locked.map(
            ({ key }) =>
              `ALTER TABLE ${renderName(shown(child))} DROP CONSTRAINT ${key.name === null ? "…" : renderIdentifier(key.name)};`,
          ),
          `DROP TABLE ${renderName(shown(child))};`,
        ].join("\n"),
      },
    ];
  },
});

/** The tables that are not small, that these foreign keys of `child` reference. */
function lockedBy(child: KnownRelation, keys: readonly KnownConstraint[], { schema }: RuleContext) {
  if (!isOnTarget(child, schema)) return [];
  return keys.flatMap((key) => {
    const parent = key.references === null ? null : schema.relation(key.references.table);
    const isItself = parent !== null && parent.name === child.name && parent.schema === child.schema;
    return parent === null || isItself || !isOnTarget(parent, schema) || isSmall(parent)
      ? []
      : [{ key, parent }];
  });
}

const isAlone = ({ step, transaction }: RuleContext): boolean =>
  !transaction.isShared || step.statements.flatMap(({ actions }) => actions).length === 1;
