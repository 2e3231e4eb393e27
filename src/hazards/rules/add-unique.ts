import { newKeyFindings } from "../new-key.ts";
import { defineRule } from "../rule.ts";

export const addUnique = defineRule({
  name: "add-unique",
  title: "A UNIQUE constraint builds its index while nobody can read or write",
  why: "`ADD UNIQUE` takes `ACCESS EXCLUSIVE` and holds it while it reads every row and builds an index.",
  safeWay:
    "Build the index `CONCURRENTLY`, then let the constraint take it over, which is done in a moment:\n\n```sql\n-- migrate:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);\n-- in a later file\nALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, “ADD table_constraint_using_index”; measured on 11 to 18.",
  on: ["add-constraint"],
  check: (action, context) => (action.constraint.kind === "unique" ? newKeyFindings(action, context) : []),
});
