import { defineRule } from "../rule.ts";

/** What the data pre-flight finds: a rule by name alone, so that it is documented and allowed as all others are. */
export const dataViolates = defineRule({
  name: "data-violates",
  title: "Rows that are there are in the way",
  why: "A NOT NULL, a key, a foreign key, a CHECK, a narrower type or a partition's bound is checked against every row that the table has: one that does not fit fails the migration, after the lock was taken and the rows were read.",
  safeWay:
    "The data pre-flight asks the target beforehand, read-only, and names up to five of the rows by their keys. Mend them first, in a migration of its own:\n\n```sql\nUPDATE users SET email = '' WHERE email IS NULL;\n```",
  since: null,
  source: "The rows of the target itself, read in a READ ONLY transaction.",
  on: [],
  check: () => [],
});
