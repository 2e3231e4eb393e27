import { renderName } from "../../syntax/names.ts";
import { indexByPartition } from "../index-by-partition.ts";
import { levelOfFailure } from "../level-of-work.ts";
import { shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { writtenIn } from "../written-sql.ts";

export const concurrentlyOnPartitioned = defineRule({
  name: "concurrently-on-partitioned",
  title: "CONCURRENTLY on a partitioned table fails",
  why: "`CREATE INDEX CONCURRENTLY` is refused on a partitioned table, with `ON ONLY` too, and `DROP INDEX CONCURRENTLY` on an index of one.",
  safeWay:
    "Make the index `ON ONLY` the parent, build one `CONCURRENTLY` on each partition, and attach those. To drop one, use plain `DROP INDEX`: it needs its lock for a moment only.\n\n```sql\nCREATE INDEX visits_at_idx ON ONLY visits (at);\n-- in a file with -- migrate:no-transaction\nCREATE INDEX CONCURRENTLY visits_2026_at_idx ON visits_2026 (at);\n-- in a later file\nALTER INDEX visits_at_idx ATTACH PARTITION visits_2026_at_idx;\n```",
  since: null,
  source: "PostgreSQL manual, CREATE INDEX and DROP INDEX; measured on 14 and 18.",
  on: ["create-index", "drop"],
  check(action, context) {
    const { schema } = context;
    if (!action.isConcurrent) return [];
    const level = levelOfFailure(schema);
    if (action.kind === "create-index") {
      const known = schema.relation(action.table);
      if (known.kind !== "partitioned table") return [];
      return [
        {
          level,
          message: `\`${renderName(shown(known))}\` is partitioned, and the server refuses to build an index on it CONCURRENTLY.`,
          instead: indexByPartition(action, known, writtenIn(context)),
        },
      ];
    }
    const table = action.what === "index" ? schema.index(action.name)?.table : undefined;
    if (table?.kind !== "partitioned table") return [];
    return [
      {
        level,
        message: `\`${renderName(shown(table))}\` is partitioned, and the server refuses to drop an index of it CONCURRENTLY.`,
        instead: `DROP INDEX ${renderName(action.name)};`,
      },
    ];
  },
});
