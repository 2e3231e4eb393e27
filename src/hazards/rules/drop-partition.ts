import { renderName } from "../../syntax/names.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, isSmall, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const dropPartition = defineRule({
  name: "drop-partition",
  title: "A partition is dropped while it is attached",
  why: "`DROP TABLE` of a partition takes `ACCESS EXCLUSIVE` on its parent and on the default partition too: all queries of the whole table wait.",
  safeWay:
    "Detach it first, which lets others read and write, and drop what is then a table of its own:\n\n```sql\n-- migrate:no-transaction\nALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;\nDROP TABLE events_2024;\n```",
  since: "14: DETACH … CONCURRENTLY.",
  source: "Measured on 11 to 18; PostgreSQL manual, ALTER TABLE, DETACH PARTITION.",
  on: ["drop"],
  check({ what, name }, { schema }) {
    const known = schema.relation(name);
    const parentName = known.catalog?.partitionOf ?? null;
    if (what !== "table" || parentName === null) return [];
    const parent = schema.relation(parentName);
    if (!isOnTarget(parent, schema) || isSmall(parent)) return [];
    const hasDefault = parent.catalog?.partitions.some(({ isDefault }) => isDefault) === true;
    const table = renderName(shown(known));
    const concurrently = hasDefault ? "" : " CONCURRENTLY";
    const head = hasDefault ? "" : "-- in a file with -- migrate:no-transaction\n";
    return [
      {
        level: "medium",
        message: `DROP TABLE of this partition takes ACCESS EXCLUSIVE on ${describeTable(parent)} too: for a moment nobody can read or write any of it.`,
        instead: `${head}ALTER TABLE ${renderName(shown(parent))} DETACH PARTITION ${table}${concurrently};\nDROP TABLE ${table};`,
      },
    ];
  },
});
