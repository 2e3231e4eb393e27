import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const addExclusion = defineRule({
  name: "add-exclusion",
  title: "An exclusion constraint builds its index while nobody can read or write",
  why: "`ADD … EXCLUDE` takes `ACCESS EXCLUSIVE` and holds it while it reads every row and builds an index. It can be neither `NOT VALID` nor made from an index that is there.",
  safeWay:
    "There is none on a table that is in use. Make a new table with the constraint, fill it in batches, and swap the two; or do it when nobody works.",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE; measured on 11 to 18.",
  on: ["add-constraint"],
  check({ table, constraint }, { effects, schema }) {
    const level = constraint.kind === "exclude" ? levelOfWork(effects) : null;
    if (level === null) return [];
    return [
      {
        level,
        at: constraint.at,
        message: `Nobody can read or write ${describeTable(schema.relation(table))} while the index of the EXCLUDE is built: ADD CONSTRAINT holds ACCESS EXCLUSIVE on it, and there is no way to build it beforehand.`,
        instead: null,
      },
    ];
  },
});
