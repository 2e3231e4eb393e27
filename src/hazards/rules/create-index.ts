import { indexByPartition } from "../index-by-partition.ts";
import { levelOfWork } from "../level-of-work.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { outsideTransaction, renderFiles } from "../safe-files.ts";
import { withConcurrently, writtenIn } from "../written-sql.ts";

export const createIndex = defineRule({
  name: "create-index",
  title: "An index is built while nobody can write",
  why: "`CREATE INDEX` takes a `SHARE` lock on the table, and on each partition of a partitioned one, for as long as it reads all of the rows: every INSERT, UPDATE and DELETE waits until it is done.",
  safeWay:
    "Build it `CONCURRENTLY`, in a file of its own that runs without a transaction:\n\n```sql\n-- migrate:no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS users_email_idx ON users (email);\n```\n\nOn a partitioned table make it `ON ONLY` the parent, build one `CONCURRENTLY` on each partition, and attach those: the parent's is valid when all are.",
  since: null,
  source:
    "PostgreSQL manual, CREATE INDEX, “Building Indexes Concurrently”, and “Table Partitioning”; measured on 11 to 18.",
  on: ["create-index"],
  check(action, context) {
    if (action.isConcurrent) return [];
    const level = levelOfWork(context.effects);
    if (level === null) return [];
    const known = context.schema.relation(action.table);
    const sql = writtenIn(context);
    if (known.kind !== "partitioned table")
      return [
        {
          level,
          message: `Nobody can write to ${describeTable(known)} while the index is built: CREATE INDEX holds a SHARE lock on it.`,
          instead: renderFiles(outsideTransaction(`${withConcurrently(sql)};`)),
        },
      ];
    return [
      {
        level,
        message: `Nobody can write to ${describeTable(known)} and its partitions while the index is built on each of them: CREATE INDEX holds a SHARE lock on all to the end.`,
        instead: indexByPartition(action, known, sql),
      },
    ];
  },
});
