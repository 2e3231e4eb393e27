import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import type { KnownConstraint, KnownRelation } from "../known-schema.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { inFile, renderFiles } from "../safe-files.ts";

export const enforceConstraint = defineRule({
  name: "enforce-constraint",
  title: "A foreign key is enforced while nobody can read or write",
  why: "`ALTER CONSTRAINT … ENFORCED` takes `ACCESS EXCLUSIVE` on the table and `SHARE ROW EXCLUSIVE` on the referenced one, and holds them while each row is looked up. It is harsher than adding the key anew.",
  safeWay:
    "Add the key a second time, `NOT VALID` and so enforced for new rows; validate it in a later file, and drop the one that is not enforced:\n\n```sql\nALTER TABLE tasks ADD CONSTRAINT tasks_user_fk FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;\n-- in a later file\nALTER TABLE tasks VALIDATE CONSTRAINT tasks_user_fk;\n-- in a later file\nALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey;\n```",
  since: "`ENFORCED`: 18.",
  source: "PostgreSQL manual, ALTER TABLE, “ALTER CONSTRAINT”; measured on 18.",
  on: ["alter-constraint"],
  check({ table, constraint, enforced }, { schema, effects }) {
    if (enforced !== true) return [];
    const known = schema.relation(table);
    const found = constraintOf(known, constraint);
    const level = found?.isEnforced === true && found.isValid ? null : levelOfWork(effects);
    if (level === null) return [];
    const parent = found?.references ?? null;
    const other =
      parent === null ? "the referenced table" : `\`${renderName(shown(schema.relation(parent.table)))}\``;
    return [
      {
        level,
        message: `Nobody can read or write ${describeTable(known)}, or write to ${other}, while each row is looked up: ENFORCED holds ACCESS EXCLUSIVE on the one and SHARE ROW EXCLUSIVE on the other.`,
        instead: addedAnew(known, constraint, found),
      },
    ];
  },
});

function addedAnew(known: KnownRelation, constraint: string, found: KnownConstraint | null): string {
  const target = `ALTER TABLE ${renderName(shown(known))}`;
  const name = renderIdentifier(`${constraint}_enforced`);
  const list = (columns: readonly string[]) => `(${columns.map(renderIdentifier).join(", ")})`;
  const references = found?.references ?? null;
  const other =
    references === null
      ? "…"
      : `${renderName(references.table)}${references.columns.length === 0 ? "" : ` ${list(references.columns)}`}`;
  const columns = found === null ? "(…)" : list(found.columns);
  return renderFiles(
    inFile(`${target} ADD CONSTRAINT ${name} FOREIGN KEY ${columns} REFERENCES ${other} NOT VALID;`),
    inFile(`${target} VALIDATE CONSTRAINT ${name};`),
    inFile(`${target} DROP CONSTRAINT ${renderIdentifier(constraint)};`),
  );
}
