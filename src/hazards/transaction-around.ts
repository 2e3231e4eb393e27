import type { Action } from "../syntax/action.ts";
import { LOCK_MODES } from "../syntax/action.ts";
import type { ParsedStatement } from "../syntax/parse-steps.ts";
import { isOnTarget } from "./on-target.ts";
import { isSmall } from "./relation-size.ts";
import type { HeldEffect, RuleContext } from "./rule.ts";

/** The statements after this one in the same transaction, in order; none where it is alone in it. */
export function laterStatements({ step, statement, transaction }: RuleContext): readonly ParsedStatement[] {
  if (!transaction.isShared) return [];
  const later = step.statements.slice(statement + 1);
  const end = later.findIndex(({ actions }) => actions.some(endsTransaction));
  return end < 0 ? later : later.slice(0, end);
}

const endsTransaction = (action: Action): boolean =>
  action.kind === "transaction" && (action.what === "commit" || action.what === "rollback");

/** What the statements after this one in the same transaction do, in order. */
export function laterActions(context: RuleContext): readonly Action[] {
  return laterStatements(context).flatMap(({ actions }) => actions);
}

const SHARE = LOCK_MODES.indexOf("SHARE");

/**
 * The locks that stop others from writing (SHARE and above) and that earlier statements of the transaction hold until
 * its end, on tables that are not small; in the order of their statements.
 */
export function heldLocks({ transaction, schema }: RuleContext): readonly HeldEffect[] {
  return transaction.held.filter(
    ({ lock, relation }) =>
      lock !== null &&
      LOCK_MODES.indexOf(lock) >= SHARE &&
      isOnTarget(relation, schema) &&
      // Of a table that is dropped, nobody waits for the lock's end.
      !schema.isChanged(relation) &&
      !isSmall(relation) &&
      relation.kind !== "index" &&
      relation.kind !== "view",
  );
}
