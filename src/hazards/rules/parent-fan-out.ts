import type { ActionOf } from "../../syntax/action.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, isSmall } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";

export const parentFanOut = defineRule({
  name: "parent-fan-out",
  title: "One statement locks every partition",
  why: "`ALTER TABLE` of a partitioned table takes its lock on every partition, down to the last, and holds them all until the transaction ends. It waits for the slowest query of any of them, and everybody waits behind it. With thousands of partitions the lock table overflows (53200).",
  safeWay:
    "Run it in a file of its own, at a time of few long queries. What can be done partition by partition (indexes, constraints that are validated, triggers), do there first.",
  since: null,
  source: "Measured on 11 to 18: `alter partitioned …`; PostgreSQL manual, max_locks_per_transaction.",
  on: [
    "add-column",
    "drop-column",
    "set-default",
    "drop-not-null",
    "set-on-column",
    "add-constraint",
    "drop-constraint",
    "create-trigger",
  ],
  check(action, context) {
    const { schema, effects } = context;
    const parent = schema.relation(action.table);
    if (!isOnTarget(parent, schema) || isSmall(parent) || isSecond(action, context)) return [];
    const locked = effects.filter(
      ({ relation, lock }) => relation.catalog?.partitionOf != null && lock !== null,
    );
    // What takes long has a rule of its own, which says more.
    if (locked.length < 2 || effects.some(({ work }) => work !== "none")) return [];
    const [first] = locked;
    return [
      {
        level: locked.length >= MANY ? "medium" : "info",
        message: `${first?.lock ?? "A lock"} is taken on all ${locked.length} partitions of ${describeTable(parent)} at once: each waits for its slowest query, and everybody waits behind that.`,
        instead: null,
      },
    ];
  },
});

/** From so many on, all of them are hardly ever free at the same time. */
const MANY = 50;

type OnTable = ActionOf<"add-column" | "create-trigger">;

/** A statement of several clauses takes its locks once. */
const isSecond = ({ table }: Pick<OnTable, "table">, { before }: RuleContext): boolean =>
  before.some((one) => "table" in one && one.table !== null && one.table.name === table.name);
