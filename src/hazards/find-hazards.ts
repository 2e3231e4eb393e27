import type { CatalogFacts } from "../database/catalog-facts.ts";
import type { Step } from "../plan/plan.ts";
import type { Action } from "../syntax/action.ts";
import { type ParsedStatement, type ParsedStep, placeOf } from "../syntax/parse-steps.ts";
import type { Parse } from "../syntax/parser.ts";
import { allowHazards } from "./allow-hazards.ts";
import { makeEffects } from "./effects/make-effects.ts";
import type { Effect, Hazard } from "./hazard.ts";
import { LEVELS } from "./hazard.ts";
import type { HeldEffect, RuleContext, RuleServer, TransactionSoFar } from "./rule.ts";
import { RULES } from "./rules.ts";
import { SchemaState } from "./schema-state.ts";

/** What hazards are found with. */
export interface HazardQuestion {
  readonly steps: readonly ParsedStep[];
  /** Null: no catalog was asked. */
  readonly facts: CatalogFacts | null;
  readonly server: RuleServer;
  readonly parse: Parse;
}

/** What the statements of a step are seen to do, and the hazards of it. */
export interface StepHazards {
  /** In the order of the file, the gravest of a place first. */
  readonly hazards: readonly Hazard[];
  /** Of each statement, in the script's order, on relations that the target has or may have. */
  readonly effects: readonly (readonly Effect[])[];
}

/** The hazards of each step, found statement by statement, each seen on the schema that those before it leave. Pure. */
export function findHazards(question: HazardQuestion): ReadonlyMap<Step, StepHazards> {
  const schema = new SchemaState(question.facts, question.parse);
  const found = new Map<Step, StepHazards>();
  const walk: Walk = { question, schema, transaction: NO_TRANSACTION };
  for (const parsed of question.steps) {
    const isTogether = parsed.step.script.mode === "transaction";
    walk.transaction = nextTransaction(walk.transaction, isTogether);
    for (const action of parsed.beforehand) schema.apply(action, walk.transaction.number);
    const seen = parsed.statements.map((statement) => lookAt(walk, parsed, statement));
    schema.endStep();
    const hazards = allowHazards(
      seen.flatMap(({ hazards }) => hazards),
      parsed,
    );
    found.set(parsed.step, {
      hazards: hazards.toSorted(byPlace),
      effects: seen.map(({ effects }) => effects),
    });
  }
  return found;
}

interface Walk {
  readonly question: HazardQuestion;
  readonly schema: SchemaState;
  transaction: TransactionSoFar;
}

const NO_TRANSACTION: TransactionSoFar = { number: 0, isShared: false, held: [] };

const nextTransaction = ({ number }: TransactionSoFar, isShared: boolean): TransactionSoFar => ({
  number: number + 1,
  isShared,
  held: [],
});

interface Seen {
  readonly hazards: readonly Hazard[];
  readonly effects: readonly Effect[];
}

function lookAt(walk: Walk, step: ParsedStep, statement: ParsedStatement): Seen {
  const { question, schema } = walk;
  const hazards: Hazard[] = [];
  const effects: Effect[] = [];
  // A statement outside of a transaction has one of its own.
  if (!walk.transaction.isShared) walk.transaction = nextTransaction(walk.transaction, false);
  for (const [index, action] of statement.actions.entries()) {
    const before = statement.actions.slice(0, index);
    const own = makeEffects(action, { schema, server: question.server });
    const context: RuleContext = {
      schema,
      server: question.server,
      effects: own.filter(({ relation }) => relation.origin !== "pending"),
      transaction: walk.transaction,
      step,
      steps: question.steps,
      statement: statement.index,
      before,
    };
    hazards.push(...askRules(action, context, statement));
    effects.push(...context.effects);
    schema.apply(action, walk.transaction.number);
    endTransaction(walk, action);
  }
  const held = effects.map(
    (effect): HeldEffect => ({ ...effect, statement: statement.index, line: statement.statement.line }),
  );
  if (walk.transaction.isShared)
    walk.transaction = { ...walk.transaction, held: [...walk.transaction.held, ...held] };
  return { hazards, effects };
}

/** A file that runs outside a transaction may have its own. */
function endTransaction(walk: Walk, action: Action): void {
  if (action.kind !== "transaction") return;
  if (action.what === "begin") walk.transaction = nextTransaction(walk.transaction, true);
  if (action.what === "commit" || action.what === "rollback")
    walk.transaction = nextTransaction(walk.transaction, false);
}

function askRules(
  action: Action,
  context: RuleContext,
  { statement, index }: ParsedStatement,
): readonly Hazard[] {
  return RULES.flatMap((rule) =>
    rule.check(action, context).map(({ at = action.at, level, message, instead }) => ({
      rule: rule.name,
      level,
      message,
      instead,
      statement: index,
      ...placeOf(statement, at),
      allowedBecause: null,
    })),
  );
}

/** In the order of the file, the gravest of a place first. */
export function byPlace(a: Hazard, b: Hazard): number {
  return a.line - b.line || a.column - b.column || LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level);
}
