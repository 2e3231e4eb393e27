import { renderIdentifier, renderName } from "../../syntax/names.ts";
import { describeTable, levelBySize, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const createIndex = defineRule({
  name: "create-index",
  title: "An index is built while nobody can write",
  why: "`CREATE INDEX` takes a `SHARE` lock on the table for as long as it reads all of its rows: every INSERT, UPDATE and DELETE waits until it is done.",
  safeWay:
    "Build it `CONCURRENTLY`, in a file of its own that runs without a transaction:\n\n```sql\n-- migrate:no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON users (email);\n```",
  since: null,
  source: "PostgreSQL manual, CREATE INDEX, “Building Indexes Concurrently”; measured on 11 to 18.",
  on: ["create-index"],
  check({ name, table, isConcurrent }, { effects, schema }) {
    if (isConcurrent) return [];
    const building = effects.filter(({ work }) => work === "index-build");
    const levels = building.map(({ relation }) => levelBySize(relation));
    const level = levels.includes("high") ? "high" : levels.find((one) => one !== null);
    if (level == null) return [];
    const known = schema.relation(table);
    const index = name === null ? "" : ` ${renderIdentifier(name)}`;
    return [
      {
        level,
        message: `Nobody can write to ${describeTable(known)} while the index is built: CREATE INDEX holds a SHARE lock on it.`,
        instead: `CREATE INDEX CONCURRENTLY${index} ON ${renderName(shown(known))} (…);  -- in a file with -- migrate:no-transaction`,
      },
    ];
  },
});
