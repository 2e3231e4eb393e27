import { renderName } from "../../syntax/names.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, isSmall, shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const detachPartition = defineRule({
  name: "detach-partition",
  title: "A partition is detached while nobody can use the table",
  why: "`DETACH PARTITION` takes `ACCESS EXCLUSIVE` on the parent, the partition and the default partition: all queries of the whole table wait for a moment. Code that looks for the rows in the parent does not find them any more.",
  safeWay:
    "Detach it `CONCURRENTLY`, in a file without a transaction. A parent with a default partition does not allow that.\n\n```sql\n-- migrate:no-transaction\nALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY;\n```",
  since: "14: CONCURRENTLY.",
  source: "Measured on 11 to 18: `detach partition`; PostgreSQL manual, ALTER TABLE.",
  on: ["detach-partition"],
  check({ table, partition, isConcurrent }, { schema }) {
    const parent = schema.relation(table);
    if (!isOnTarget(parent, schema)) return [];
    const hasDefault = parent.catalog?.partitions.some(({ isDefault }) => isDefault) === true;
    const detach = `ALTER TABLE ${renderName(shown(parent))} DETACH PARTITION ${renderName(shown(schema.relation(partition)))}`;
    if (isConcurrent)
      return hasDefault
        ? [
            {
              level: "error",
              message: `DETACH … CONCURRENTLY fails: ${describeTable(parent)} has a default partition.`,
              instead: `${detach};`,
            },
          ]
        : [];
    if (isSmall(parent)) return [];
    return [
      {
        level: "medium",
        message: `Nobody can read or write ${describeTable(parent)} for a moment: ACCESS EXCLUSIVE on it, the partition${hasDefault ? " and the default partition" : ""}.`,
        instead: hasDefault ? null : `-- in a file with -- migrate:no-transaction\n${detach} CONCURRENTLY;`,
      },
    ];
  },
});
