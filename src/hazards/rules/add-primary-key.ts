import { newKeyFindings } from "../new-key.ts";
import { defineRule } from "../rule.ts";

export const addPrimaryKey = defineRule({
  name: "add-primary-key",
  title: "A primary key builds its index while nobody can read or write",
  why: "`ADD PRIMARY KEY` takes `ACCESS EXCLUSIVE` and holds it while it reads every row, builds an index, and looks for NULLs in columns that may have them.",
  safeWay:
    "Make the columns NOT NULL first (see `set-not-null`), build the index `CONCURRENTLY`, then let the key take it over:\n\n```sql\n-- migrate:no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);\n-- in a later file\nALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;\n```",
  since: null,
  source: "PostgreSQL manual, ALTER TABLE, “ADD table_constraint_using_index”; measured on 11 to 18.",
  on: ["add-constraint"],
  check: (action, context) =>
    action.constraint.kind === "primary-key" ? newKeyFindings(action, context) : [],
});
