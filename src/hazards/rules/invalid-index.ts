import { renderIdentifier, renderName } from "../../syntax/names.ts";
import type { KnownRelation } from "../known-schema.ts";
import { levelOfFailure } from "../level-of-work.ts";
import { shown } from "../relation-size.ts";
import { defineRule } from "../rule.ts";
import { outsideTransaction, renderFiles } from "../safe-files.ts";
import { writtenIn } from "../written-sql.ts";

export const invalidIndex = defineRule({
  name: "invalid-index",
  title: "A broken index is left as it is",
  why: "A `CREATE INDEX CONCURRENTLY` that failed leaves an index that is `INVALID`: every write keeps it up to date, no query uses it, and a unique one keeps nothing unique. `IF NOT EXISTS` finds its name and skips the build, so that it stays so; `ADD CONSTRAINT … USING INDEX` refuses it.",
  safeWay:
    "Drop it first, then build it again:\n\n```sql\n-- migrate:no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS users_email_idx;\nCREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n```",
  since: null,
  source:
    "PostgreSQL manual, CREATE INDEX, “Building Indexes Concurrently”; pg_index.indisvalid of the target, read before.",
  on: ["create-index", "add-constraint"],
  check(action, context) {
    const { schema } = context;
    const known = schema.relation(action.table);
    const level = levelOfFailure(schema);
    if (action.kind === "create-index") {
      const { name, ifNotExists } = action;
      if (!ifNotExists || name === null || !isInvalid(known, name)) return [];
      return [
        {
          level,
          message: `\`${renderIdentifier(name)}\` is there already and INVALID, left by a build that failed. IF NOT EXISTS skips it, and it stays broken.`,
          instead: renderFiles(
            outsideTransaction(
              `DROP INDEX CONCURRENTLY ${indexName(known, name)};`,
              `${writtenIn(context)};`,
            ),
          ),
        },
      ];
    }
    const { usingIndex } = action.constraint;
    if (usingIndex === null || !isInvalid(known, usingIndex)) return [];
    return [
      {
        level,
        at: action.constraint.at,
        message: `\`${renderIdentifier(usingIndex)}\` is INVALID, left by a build that failed: the server makes no constraint from it.`,
        instead: renderFiles(
          outsideTransaction(
            `REINDEX INDEX CONCURRENTLY ${indexName(known, usingIndex)};  -- or drop it and build it again`,
          ),
        ),
      },
    ];
  },
});

/** An index of a partitioned table is invalid until each partition has its own, which is no fault. */
const isInvalid = (table: KnownRelation, index: string): boolean =>
  table.kind !== "partitioned table" && table.indexes.some(({ name, isValid }) => name === index && !isValid);

const indexName = (table: KnownRelation, name: string): string => renderName({ ...shown(table), name });
