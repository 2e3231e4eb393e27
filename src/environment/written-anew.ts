import type { CatalogFacts, CatalogName, CatalogRelation } from "../database/catalog-facts.ts";
import { makeTokens } from "../files/sql/make-tokens.ts";
import { nameAt } from "../files/sql/match-words.ts";
import type { StepHazards } from "../hazards/find-hazards.ts";
import type { Step } from "../plan/plan.ts";
import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { StatementTrace } from "../rehearsal/trace/statement-trace.ts";
import { keyOf, type ObjectName, qualifiedName } from "../syntax/names.ts";
import type { ParsedStatement, ParsedStep } from "../syntax/parse-steps.ts";

/** What a statement writes beside what is there, until its transaction is committed. */
export interface Written extends CatalogName {
  /** index-build: it stays · rewrite: what it stands for goes with the commit. */
  readonly work: "rewrite" | "index-build";
  /** At most, by what the files take now: of a rewrite with TOAST and indexes. Null: not known. */
  readonly sizeBytes: number | null;
}

/** What a plan is made from that writes. */
export interface WritingQuestion {
  readonly steps: readonly ParsedStep[];
  readonly facts: CatalogFacts | null;
  readonly hazards: ReadonlyMap<Step, StepHazards> | null;
  readonly traces: Rehearsal["traces"] | null;
}

/**
 * What each transaction of the plan writes anew of what the target has, in order: by the words of its statements, and by
 * what they were seen to do in the rehearsal. Transactions that write nothing so are left out.
 */
export function makeWrittenAnew(question: WritingQuestion): readonly (readonly Written[])[] {
  const byTransaction = question.steps.flatMap((parsed) => {
    const effects = question.hazards?.get(parsed.step)?.effects ?? [];
    const traces = question.traces?.get(parsed.step) ?? [];
    const written = parsed.statements.map((statement) =>
      writtenBy(statement, effects[statement.index] ?? [], traces[statement.index] ?? null, question.facts),
    );
    return parsed.step.script.mode === "transaction" ? [written.flat()] : written;
  });
  return byTransaction.filter((written) => written.length > 0);
}

function writtenBy(
  { actions }: ParsedStatement,
  effects: StepHazards["effects"][number],
  trace: StatementTrace | null,
  facts: CatalogFacts | null,
): readonly Written[] {
  const found = new Map<string, Written>();
  const put = (name: CatalogName, work: Written["work"], relation: CatalogRelation | null) => {
    const key = keyOf(name);
    const isElsewhere = actions.some((action) => action.kind === "copy-table" && action.way === "tablespace");
    const size =
      relation === null || isElsewhere ? null : work === "rewrite" ? relation.totalBytes : relation.sizeBytes;
    if (found.get(key)?.work !== "rewrite")
      found.set(key, { schema: name.schema, name: name.name, work, sizeBytes: size });
  };
  for (const { relation, work } of effects) {
    if (relation.catalog === null || (work !== "rewrite" && work !== "index-build")) continue;
    put(relation.catalog, work, relation.catalog);
  }
  // TRUNCATE gives a table a new file too, an empty one.
  const isEmptied = actions.some(({ kind }) => kind === "truncate");
  for (const name of isEmptied || trace === null ? [] : rewrittenOnTarget(trace)) {
    const relation =
      facts?.relations.find((one) => one.schema === name.schema && one.name === name.name) ?? null;
    if (name.schema !== null) put({ schema: name.schema, name: name.name }, "rewrite", relation);
  }
  return [...found.values()];
}

/** Names that the target has for the tables that a statement was seen to write anew. */
function rewrittenOnTarget({ rewrites, locks }: StatementTrace): readonly ObjectName[] {
  return locks.flatMap(({ relation, onTarget }) => {
    const name = onTarget === null || !rewrites.includes(relation) ? null : nameAt(makeTokens(onTarget), 0);
    return name === null ? [] : [qualifiedName(name.parts)];
  });
}
