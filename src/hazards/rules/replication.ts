import { afterWords, findWords } from "../../files/sql/match-words.ts";
import type { ActionOf } from "../../syntax/action.ts";
import { renderName } from "../../syntax/names.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import type { Level } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { describeTable, shown } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";

type Changing = ActionOf<"drop-constraint" | "drop-column" | "drop" | "set-on-table">;

export const replication = defineRule({
  name: "replication",
  title: "A published table loses what its rows are known by",
  why: "Logical replication finds rows by the replica identity: the primary key, or an index that was chosen. Without one, every UPDATE and DELETE of running code on a published table fails: `cannot update table because it does not have a replica identity and publishes updates`.",
  safeWay:
    "Choose the new identity first, and drop the old key then:\n\n```sql\nALTER TABLE users REPLICA IDENTITY USING INDEX users_uuid_key;\nALTER TABLE users DROP CONSTRAINT users_pkey;\n```",
  since: null,
  source: "PostgreSQL manual, “Logical Replication”, “Publication”; ALTER TABLE, REPLICA IDENTITY.",
  on: ["drop-constraint", "drop-column", "drop", "set-on-table"],
  check(action, context) {
    const change = changeOf(action, context);
    if (change?.table.catalog?.isPublished !== true) return [];
    const table = renderName(shown(change.table));
    const first = `ALTER TABLE ${table} REPLICA IDENTITY USING INDEX …;`;
    if (change.level === "medium")
      return [
        {
          level: "medium",
          message: `Every UPDATE and DELETE of ${describeTable(change.table)} sends the whole old row to its subscribers, and they look for it by all columns.`,
          instead: `${first}  -- a unique index on columns that are NOT NULL, without WHERE`,
        },
      ];
    return [
      {
        level: "high",
        message: `UPDATE and DELETE of running code on ${describeTable(change.table)} fail: it is published, and has no replica identity then.`,
        instead: `-- 1. before: a unique index on columns that are NOT NULL, without WHERE\n${first}\n-- 2. in a later file, what is here`,
      },
    ];
  },
});

interface Change {
  readonly table: KnownRelation;
  readonly level: Level;
}

/** What takes the identity away, or makes it all columns; null: nothing of the kind. */
function changeOf(action: Changing, { schema, step, statement }: RuleContext): Change | null {
  if (action.kind === "set-on-table") {
    const tokens = step.statements[statement]?.statement.tokens ?? [];
    const at = findWords(tokens, "replica identity");
    if (action.what !== "replica-identity" || at < 0) return null;
    const table = schema.relation(action.table);
    if (afterWords(tokens, "replica identity nothing", at) >= 0) return { table, level: "high" };
    return afterWords(tokens, "replica identity full", at) >= 0 ? { table, level: "medium" } : null;
  }
  if (action.kind === "drop") {
    const found = action.what === "index" ? schema.index(action.name) : null;
    const isIdentity = found?.table.catalog?.indexes.some(
      ({ name, isReplicaIdentity }) => isReplicaIdentity && name === action.name.name,
    );
    return found !== null && isIdentity === true ? { table: found.table, level: "high" } : null;
  }
  const table = schema.relation(action.table);
  if (table.catalog?.replicaIdentity !== "default") return null;
  const key = table.constraints.find(({ kind }) => kind === "primary-key");
  if (key === undefined) return null;
  const isLost =
    action.kind === "drop-constraint"
      ? constraintOf(table, action.constraint) === key
      : key.columns.includes(action.column);
  return isLost ? { table, level: "high" } : null;
}
