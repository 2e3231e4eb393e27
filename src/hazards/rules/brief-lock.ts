import { type Action, type ActionOf, LOCK_MODES } from "../../syntax/action.ts";
import { isOnTarget } from "../on-target.ts";
import { describeTable, isSmall } from "../relation-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";

type Brief = ActionOf<
  "set-on-table" | "set-on-column" | "create-trigger" | "drop" | "create-view" | "drop-expression" | "inherit"
>;

export const briefLock = defineRule({
  name: "brief-lock",
  title: "A strong lock for a moment",
  why: "Row security, policies, rules, triggers, owners, storage, replica identity and `CREATE OR REPLACE VIEW` change the catalog alone, but wait until every transaction that uses the table has ended; whoever comes after waits behind them. The runner gives up after `lock-timeout` and tries again, so that nobody waits longer than that.",
  safeWay: "Keep it in a file of its own, so that the lock is not held while other statements run.",
  since: null,
  source: "Measured on 11 to 18: `enable rls`, `create policy`, `create trigger`, `alter owner` …",
  on: [
    "set-on-table",
    "set-on-column",
    "create-trigger",
    "drop",
    "create-view",
    "drop-expression",
    "inherit",
  ],
  check(action, context) {
    const { effects, schema, before } = context;
    if (!isBrief(action, context) || before.some(({ kind }) => kind === action.kind)) return [];
    const locked = effects.find(
      ({ lock, relation }) =>
        lock !== null &&
        LOCK_MODES.indexOf(lock) >= LOCK_MODES.indexOf("SHARE ROW EXCLUSIVE") &&
        isOnTarget(relation, schema) &&
        (relation.kind === "view" || !isSmall(relation)),
    );
    if (locked === undefined) return [];
    const stopped = locked.lock === "ACCESS EXCLUSIVE" ? "reads or writes" : "writes to";
    return [
      {
        level: "info",
        message: `For a moment nobody ${stopped} ${describeTable(locked.relation)}: ${locked.lock}.${AFTER[wordOf(action)] ?? ""}`,
        instead: null,
      },
    ];
  },
});

const DROPPED = ["trigger", "policy", "rule"];

/** Drops of tables and views have rules of their own; a view that is not there yet is not replaced. */
function isBrief(action: Brief, { schema }: RuleContext): boolean {
  if (action.kind === "drop") return DROPPED.includes(action.what);
  if (action.kind === "create-view")
    return action.isReplacing && schema.relation(action.name).origin === "catalog";
  return true;
}

const wordOf = (action: Action): string => ("what" in action ? String(action.what) : action.kind);

/** What it changes for code that is running. */
const AFTER: Readonly<Record<string, string>> = {
  "row-security": " Roles that do not own it then see the rows that a policy lets them see, and no others.",
  "trigger-state":
    " A trigger that is off checks and writes nothing, foreign keys too under DISABLE TRIGGER ALL.",
};
