import { keyOf } from "../../syntax/names.ts";
import type { Effect } from "../hazard.ts";
import type { KnownRelation } from "../known-schema.ts";
import { isOnTarget } from "../on-target.ts";
import { levelByUse } from "../recent-use.ts";
import { isSmall } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { listNames } from "../sentences.ts";
import { heldLocks } from "../transaction-around.ts";

export const severalTablesLocked = defineRule({
  name: "several-tables-locked",
  title: "One transaction locks several tables",
  why: "Each `ACCESS EXCLUSIVE` lock is held while the next one is waited for. Code that uses the same tables in another order makes a deadlock with it, and everybody who wants the first waits for the last.",
  safeWay: "One table a file: each file is a transaction.",
  since: null,
  source: "PostgreSQL manual, “Deadlocks”.",
  on: [
    "add-column",
    "add-constraint",
    "alter-column-type",
    "drop-column",
    "drop-constraint",
    "drop-not-null",
    "rename",
    "set-default",
    "set-not-null",
    "set-on-column",
    "set-on-table",
    "truncate",
    "drop",
  ],
  check(_, context) {
    // The clauses of a statement are about one table: the first has said it.
    if (context.before.length > 0) return [];
    const held = distinct(heldLocks(context).filter((one) => isCounted(one, context)));
    const own = distinct(context.effects.filter((one) => isCounted(one, context)));
    const names = distinct([...held, ...own].map((relation) => ({ relation })));
    const least = context.schema.facts === null ? UNKNOWN_TABLES : BUSY_TABLES;
    if (held.length === 0 || held.length >= least || names.length < least) return [];
    return [
      {
        level: "medium",
        message: `${listNames(names)} are now all locked ACCESS EXCLUSIVE until the transaction ends: code that takes them in another order makes a deadlock with it.`,
        instead: "-- one table a file: each file is a transaction",
      },
    ];
  },
});

/** Of tables that the catalog shows as big and used two are enough; where nobody was asked it takes three. */
const BUSY_TABLES = 2;
const UNKNOWN_TABLES = 3;

/** Partitions go with their parent. */
const isCounted = ({ relation, lock }: Effect, { schema }: RuleContext): boolean =>
  lock === "ACCESS EXCLUSIVE" &&
  (relation.kind === "table" || relation.kind === "partitioned table") &&
  relation.catalog?.partitionOf == null &&
  isOnTarget(relation, schema) &&
  !isSmall(relation) &&
  levelByUse(relation, schema) !== "info";

function distinct(effects: readonly Pick<Effect, "relation">[]): readonly KnownRelation[] {
  return [...new Map(effects.map(({ relation }) => [keyOf(relation), relation])).values()];
}
