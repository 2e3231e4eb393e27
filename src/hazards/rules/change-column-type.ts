import type { ActionOf } from "../../syntax/action.ts";
import { renderColumnType } from "../../syntax/column-type.ts";
import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { columnOf } from "../effects/proves-not-null.ts";
import { makeTypeChange } from "../effects/type-change.ts";
import type { Finding } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { levelOfFailure, levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { refusalOfTypeChange } from "../type-change-refusal.ts";
import { otherTypeSafely } from "../type-change-way.ts";

export const changeColumnType = defineRule({
  name: "change-column-type",
  title: "A change of type writes or reads every row while nobody can",
  why: "`ALTER COLUMN … TYPE` takes `ACCESS EXCLUSIVE`, and on the tables at the other end of the column's foreign keys. Where the stored bytes change (int to bigint, text to varchar(n), numeric of another scale, json to jsonb …) every row and every index is written anew; a new collation builds the column's indexes anew; a CHECK on it reads every row. It fails where a view uses the column, where the column is part of the partition key, and where the old type has no cast to the new one.",
  safeWay:
    "Widening is done in a moment: varchar to a longer varchar or text, numeric of more digits at the same scale, timestamps of more precision. Else make a new column, keep it in step by a trigger, fill it in batches, and swap the names:\n\n```sql\nALTER TABLE users ADD COLUMN visits_new bigint;\n-- a trigger: NEW.visits_new := NEW.visits; then, in batches\nUPDATE users SET visits_new = visits WHERE visits_new IS NULL AND id BETWEEN 1 AND 10000;\n-- in a later file\nALTER TABLE users RENAME COLUMN visits TO visits_old;\nALTER TABLE users RENAME COLUMN visits_new TO visits;\n```",
  since: "timestamp to timestamptz and back without writing, in a session whose TimeZone is UTC: 12.",
  source: "PostgreSQL manual, ALTER TABLE, “Notes”; ATColumnChangeRequiresRewrite; measured on 11 to 18.",
  on: ["alter-column-type"],
  check(action, context) {
    const { schema, effects } = context;
    const known = schema.relation(action.table);
    const refusal = refusalOfTypeChange(action, schema);
    if (refusal !== null) return [{ level: levelOfFailure(schema), at: action.at, ...refusal }];
    const level = levelOfWork(effects);
    if (level === null) return [];
    return [{ level, at: action.at, ...wordsOf(action, known, context) }];
  },
});

type Words = Pick<Finding, "message" | "instead">;

function wordsOf(action: ActionOf<"alter-column-type">, known: KnownRelation, context: RuleContext): Words {
  const from = columnOf(known, action.column)?.type ?? null;
  const nobody = `Nobody can read or write ${describeTable(known)} while`;
  const held = `ALTER COLUMN TYPE holds ACCESS EXCLUSIVE${partnersOf(context, known)}.`;
  const instead = otherTypeSafely(action, known, from);
  switch (makeTypeChange(action, context)) {
    case "nothing":
      return {
        message: `${nobody} all of its rows are checked again, as a CHECK is on \`${renderIdentifier(action.column)}\`: ${held}`,
        instead: checkAnew(action, known),
      };
    case "reindex":
      return {
        message: `${nobody} the indexes on \`${renderIdentifier(action.column)}\` are built anew for its collation: ${held}`,
        instead,
      };
    case "unknown":
      return {
        message: `${nobody} every row and index of it is written anew, unless the type that \`${renderIdentifier(action.column)}\` has now, which is not known, is stored as ${renderColumnType(action.type)} is: ${held}`,
        instead,
      };
    case "rewrite": {
      const change =
        from === null
          ? renderColumnType(action.type)
          : `${renderColumnType(from)} to ${renderColumnType(action.type)}`;
      return {
        message: `${nobody} every row and index of it is written anew (${change}): ${held}`,
        instead,
      };
    }
  }
}

/** Tables at the other end of foreign keys, that are locked too. */
function partnersOf({ effects }: RuleContext, known: KnownRelation): string {
  const partitions = new Set(known.catalog?.partitions.map(({ schema, name }) => `${schema}.${name}`));
  const others = effects
    .map(({ relation }) => relation)
    .filter(
      ({ schema, name }) =>
        !(schema === known.schema && name === known.name) && !partitions.has(`${schema}.${name}`),
    );
  const names = others.map((one) => `\`${renderName(shown(one))}\``);
  return names.length === 0 ? "" : `, and on ${names.join(", ")} by a foreign key`;
}

function checkAnew({ column, type }: ActionOf<"alter-column-type">, known: KnownRelation): string {
  const target = `ALTER TABLE ${renderName(shown(known))}`;
  return [
    "-- 1. in one file",
    `${target} DROP CONSTRAINT …;  -- the CHECK on ${renderIdentifier(column)}`,
    `${target} ALTER COLUMN ${renderIdentifier(column)} TYPE ${renderColumnType(type)};`,
    `${target} ADD CONSTRAINT … CHECK (…) NOT VALID;`,
    "-- 2. in a later file",
    `${target} VALIDATE CONSTRAINT …;`,
  ].join("\n");
}
