import { LOCK_MODES } from "../../syntax/action.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable } from "../relation-size.ts";
import { defineRule } from "../rule.ts";

export const lockTable = defineRule({
  name: "lock-table",
  title: "A table is locked by name",
  why: "`LOCK TABLE` holds its lock until the transaction ends, whatever the statements between need. From `SHARE` on nobody else writes, with `ACCESS EXCLUSIVE`, its default, nobody reads either.",
  safeWay:
    "Leave it out: each statement takes the lock that it needs, and the runner tries the whole transaction again when it does not get it in time.",
  since: null,
  source: "PostgreSQL manual, LOCK, “Explicit Locking”.",
  on: ["lock-table"],
  check({ table, mode }, { schema, transaction }) {
    if (!transaction.isShared)
      return [
        {
          level: "error",
          message: "LOCK TABLE fails outside of a transaction (25P01), and this file runs without one.",
          instead: "-- leave LOCK TABLE out, or -- migrate:no-transaction",
        },
      ];
    const known = schema.relation(table);
    const isWeak = LOCK_MODES.indexOf(mode) < LOCK_MODES.indexOf("SHARE");
    if (isWeak || !isOnTarget(known, schema)) return [];
    const stopped = mode === "ACCESS EXCLUSIVE" ? "reads or writes" : "writes to";
    return [
      {
        level: "medium",
        message: `Nobody ${stopped} ${describeTable(known)} until the transaction ends: ${mode}.`,
        instead: "-- leave LOCK TABLE out: each statement takes the lock that it needs",
      },
    ];
  },
});
