import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { validatedLater } from "../safe-files.ts";
import { writtenIn } from "../written-sql.ts";

export const addCheck = defineRule({
  name: "add-check",
  title: "A CHECK reads every row while nobody can read or write",
  why: "`ADD … CHECK` takes `ACCESS EXCLUSIVE` and holds it while every row is read.",
  safeWay:
    "Add it `NOT VALID`, which reads nothing and counts for new rows at once; validate it in a later file, under `SHARE UPDATE EXCLUSIVE`, which lets others read and write:\n\n```sql\nALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age >= 0) NOT VALID;\n-- in a later file\nALTER TABLE users VALIDATE CONSTRAINT users_age_check;\n```",
  since: "`NOT ENFORCED`, which reads nothing either: 18.",
  source: "PostgreSQL manual, ALTER TABLE, “Notes”; measured on 11 to 18.",
  on: ["add-constraint"],
  check({ table, constraint }, context) {
    const level = constraint.kind === "check" ? levelOfWork(context.effects) : null;
    if (level === null) return [];
    const known = context.schema.relation(table);
    return [
      {
        level,
        at: constraint.at,
        message: `Nobody can read or write ${describeTable(known)} while all of its rows are checked: ADD CHECK holds ACCESS EXCLUSIVE on it.`,
        instead: validatedLater(writtenIn(context), constraint, known),
      },
    ];
  },
});
