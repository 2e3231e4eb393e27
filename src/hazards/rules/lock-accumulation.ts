import { type Action, type ActionKind, LOCK_MODES } from "../../syntax/action.ts";
import { constraintOf } from "../effects/constraint-effects.ts";
import type { Work } from "../hazard.ts";
import { worst } from "../on-target.ts";
import { describeTable, levelBySize } from "../relation-size.ts";
import { defineRule, type HeldEffect, type RuleContext } from "../rule.ts";
import { heldLocks } from "../transaction-around.ts";

export const lockAccumulation = defineRule({
  name: "lock-accumulation",
  title: "A lock is held while another statement takes long",
  why: "A lock is held until its transaction ends. A clause that takes `ACCESS EXCLUSIVE` for a moment blocks everybody for as long as the scans, index builds and rewrites take that follow it in the same file.",
  safeWay: "Put what takes long in a file of its own: each file is a transaction.",
  since: null,
  source: "PostgreSQL manual, “Explicit Locking”: locks are held until the end of the transaction.",
  on: [
    "add-column",
    "add-constraint",
    "alter-column-type",
    "attach-partition",
    "copy-table",
    "create-index",
    "refresh",
    "reindex",
    "set-expression",
    "set-not-null",
    "validate-constraint",
    "alter-domain",
    "alter-constraint",
  ],
  check(action, context) {
    if (isValidatedAtOnce(action, context) || context.before.some(({ kind }) => LONG.includes(kind)))
      return [];
    const working = context.effects.filter(({ work }) => work !== "none");
    const level = worst(working.map(({ relation }) => levelBySize(relation)));
    const [held, ...others] = heldLocks(context).filter(
      (one) => !isHeldAnyway(one, context) && !isToldOf(one, context),
    );
    const [first] = working;
    if (level === null || held === undefined || first === undefined) return [];
    const stopped = held.lock === "ACCESS EXCLUSIVE" ? "reads or writes" : "writes to";
    const more = new Set(
      others.map(({ relation }) => relation.name).filter((name) => name !== held.relation.name),
    ).size;
    return [
      {
        level,
        message: `While ${describeTable(first.relation)} ${DOES[first.work]}, nobody ${stopped} ${describeTable(held.relation)}${more > 0 ? ` and ${more} more` : ""}: ${held.lock} since line ${held.line}, held until the transaction ends.`,
        instead: `-- this statement in a file of its own, after the one with line ${held.line}`,
      },
    ];
  },
});

const DOES: Readonly<Record<Work, string>> = {
  none: "is changed",
  scan: "is read whole",
  "index-build": "gets an index",
  rewrite: "is written anew",
};

/** Clauses that most often take long: the first of a statement speaks for all of it. */
const LONG: readonly ActionKind[] = [
  "add-constraint",
  "alter-column-type",
  "set-expression",
  "set-not-null",
  "alter-constraint",
];

/** What the statement itself locks as strongly is said by the rule that it has. */
const isHeldAnyway = ({ relation, lock }: HeldEffect, { effects }: RuleContext): boolean =>
  effects.some(
    (own) =>
      own.relation.schema === relation.schema &&
      own.relation.name === relation.name &&
      LOCK_MODES.indexOf(own.lock ?? "ACCESS SHARE") >= LOCK_MODES.indexOf(lock ?? "ACCESS SHARE"),
  );

/** Once for each lock, at the first statement that takes long: the others are held up by the same. */
const isToldOf = ({ statement }: HeldEffect, { transaction }: RuleContext): boolean =>
  transaction.held.some(
    (one) => one.statement > statement && one.work !== "none" && levelBySize(one.relation) !== null,
  );

/** NOT VALID and VALIDATE in one transaction have a rule of their own. */
function isValidatedAtOnce(action: Action, { schema, transaction }: RuleContext): boolean {
  if (action.kind !== "validate-constraint") return false;
  return constraintOf(schema.relation(action.table), action.constraint)?.addedIn === transaction.number;
}
