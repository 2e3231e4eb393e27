import type { Action, ActionKind, ActionOf } from "../syntax/action.ts";
import type { ParsedStep } from "../syntax/parse-steps.ts";
import type { Effect, Finding } from "./hazard.ts";
import type { KnownSchema } from "./known-schema.ts";

/** What a rule looks at beside the action itself: all as it is just before the statement runs. */
export interface RuleContext {
  readonly schema: KnownSchema;
  readonly server: RuleServer;
  /** What the action takes and does, on relations that were there before the pending set and others. */
  readonly effects: readonly Effect[];
  readonly transaction: TransactionSoFar;
  readonly step: ParsedStep;
  /** All pending ones, in their order, `step` among them. */
  readonly steps: readonly ParsedStep[];
  /** Index of the statement in the step. */
  readonly statement: number;
  /** Earlier actions of the same statement. */
  readonly before: readonly Action[];
}

export interface RuleServer {
  readonly major: number;
}

/** The transaction that a statement runs in. */
export interface TransactionSoFar {
  /** Ascending over all pending steps; a statement outside of a transaction has one of its own. */
  readonly number: number;
  /** False: the statement is alone in it. */
  readonly isShared: boolean;
  /** What earlier statements of it took and did, on relations that were there before it, in their order. */
  readonly held: readonly HeldEffect[];
}

export interface HeldEffect extends Effect {
  /** Index in the step's statements. */
  readonly statement: number;
  readonly line: number;
}

/** One kind of hazard: what it is about, for people, and how it is found. Pure. */
export interface Rule {
  /** Kebab-case: what `-- migrate:allow` names. */
  readonly name: string;
  /** What it finds, a few words; the heading in docs/hazards.md. */
  readonly title: string;
  /** Why it is dangerous, with the lock: Markdown. */
  readonly why: string;
  /** The safe way: Markdown, with SQL in a fence where it can be. */
  readonly safeWay: string;
  /** Since which version of PostgreSQL what is true; null: in all that are supported. */
  readonly since: string | null;
  /** Where that can be read, or how it was measured. */
  readonly source: string;
  readonly on: readonly ActionKind[];
  readonly check: (action: Action, context: RuleContext) => readonly Finding[];
}

/** `rule`, whose `check` sees only the actions that it is `on`. */
export function defineRule<Kind extends ActionKind>(
  rule: Omit<Rule, "on" | "check"> & {
    readonly on: readonly Kind[];
    readonly check: (action: ActionOf<Kind>, context: RuleContext) => readonly Finding[];
  },
): Rule {
  const kinds: readonly ActionKind[] = rule.on;
  const isOn = (action: Action): action is ActionOf<Kind> => kinds.includes(action.kind);
  return { ...rule, check: (action, context) => (isOn(action) ? rule.check(action, context) : []) };
}
