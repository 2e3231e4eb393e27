import { lockStrength } from "../../database/lock-modes.ts";
import { makeTokens } from "../../files/sql/make-tokens.ts";
import { nameAt } from "../../files/sql/match-words.ts";
import type { Action } from "../../syntax/action.ts";
import { type ObjectName, qualifiedName } from "../../syntax/names.ts";
import type { ParsedStatement, ParsedStep } from "../../syntax/parse-steps.ts";
import type { Rehearsal } from "../rehearsal.ts";
import type { StatementTrace, TracedLock } from "../trace/statement-trace.ts";
import { observedTrace } from "./observed-trace.ts";

/** A table that a statement was seen to lock while it goes through all of it, and whose words do not say so. */
export interface Sighting {
  readonly step: ParsedStep;
  readonly statement: ParsedStatement;
  /** Its name on the target. */
  readonly relation: ObjectName;
  readonly mode: TracedLock["mode"];
  readonly work: "scan" | "rewrite";
}

/** What DO, CALL, functions and what the parser does not take were seen to do with tables that the target has. */
export function makeSightings(
  steps: readonly ParsedStep[],
  traces: Rehearsal["traces"],
): readonly Sighting[] {
  return steps.flatMap((step) =>
    step.statements.flatMap((statement) => {
      const trace = observedTrace(traces, step.step, statement.index);
      return trace === null || !isUnread(statement.actions) ? [] : sightingsOf(step, statement, trace);
    }),
  );
}

/** True for statements that run what their words do not say. */
const isUnread = (actions: readonly Action[]): boolean =>
  actions.length === 0 || actions.some(({ kind }) => kind === "opaque" || kind === "select");

function sightingsOf(
  step: ParsedStep,
  statement: ParsedStatement,
  { locks, rewrites, scans }: StatementTrace,
): readonly Sighting[] {
  return locks.flatMap(({ relation, mode, onTarget, heldSince }) => {
    const isOwn = heldSince === statement.index && lockStrength(mode) >= lockStrength("ShareLock");
    const isWorked = rewrites.includes(relation) || scans.includes(relation);
    const name = onTarget === null || !isOwn || !isWorked ? null : nameAt(makeTokens(onTarget), 0);
    if (name === null) return [];
    const work = rewrites.includes(relation) ? "rewrite" : "scan";
    return [{ step, statement, relation: qualifiedName(name.parts), mode, work }];
  });
}
