import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const validateInSameTransaction = defineRule({
  name: "validate-in-same-transaction",
  title: "A constraint is validated under the lock that adding it took",
  why: "`ADD … NOT VALID` takes `ACCESS EXCLUSIVE` (a foreign key `SHARE ROW EXCLUSIVE` on both tables) for the rest of its transaction. `VALIDATE CONSTRAINT` in the same one reads every row while that lock is still held: the same as adding it at once.",
  safeWay:
    "Validate it in a file of its own:\n\n```sql\nALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, “Notes”, and “Explicit Locking”; measured on 11 to 18.",
  on: ["validate-constraint"],
  check({ table, constraint }, { schema, effects, transaction }) {
    const known = schema.relation(table);
    const found = constraintOf(known, constraint);
    if (found === null || found.isValid || found.addedIn !== transaction.number) return [];
    const level = levelOfWork(effects);
    if (level === null) return [];
    const lock = found.kind === "foreign-key" ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE";
    const who = found.kind === "foreign-key" ? "write to" : "read or write";
    const name = renderIdentifier(constraint);
    return [
      {
        level,
        message: `\`${name}\` is added in this transaction: its ${lock} lock is still held, and nobody can ${who} ${describeTable(known)} while VALIDATE reads all of its rows.`,
        instead: `-- in a file of its own\nALTER TABLE ${renderName(shown(known))} VALIDATE CONSTRAINT ${name};`,
      },
    ];
  },
});
