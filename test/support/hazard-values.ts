import type { CatalogFacts, CatalogRelation } from "../../src/database/catalog-facts.ts";
import { findHazards, type StepHazards } from "../../src/hazards/find-hazards.ts";
import type { Hazard } from "../../src/hazards/hazard.ts";
import { parseSteps } from "../../src/syntax/parse-steps.ts";
import { loadParser } from "../../src/syntax/parser.ts";
import { makeStep } from "./plan-values.ts";

/** PostgreSQL's own parser, loaded once. */
export const parse = await loadParser();

/** What a test says of the target; all else is as it most often is. */
export interface HazardSituation {
  /** Null: no catalog was asked. */
  readonly facts?: CatalogFacts | null;
  readonly major?: number;
}

/** The hazards of pending files with these texts, each in a step of its own, in order. */
export function hazardsOf(
  texts: string | readonly string[],
  situation: HazardSituation = {},
): readonly Hazard[] {
  return foundIn(texts, situation).flatMap(({ hazards }) => hazards);
}

/** The same with what each statement is seen to do. */
export function foundIn(
  texts: string | readonly string[],
  { facts = null, major = 18 }: HazardSituation = {},
): readonly StepHazards[] {
  const list = typeof texts === "string" ? [texts] : texts;
  const steps = list.map((text, index) => makeStep(`00${index + 1}_pending`, text));
  const found = findHazards({ steps: parseSteps(steps, parse), facts, server: { major }, parse });
  return steps.flatMap((step) => found.get(step) ?? []);
}

/** `rule level` of each hazard, for short expectations. */
export const named = (hazards: readonly Hazard[]): readonly string[] =>
  hazards.map(({ rule, level }) => `${rule} ${level}`);

/** A catalog with these relations. */
export function makeFacts(
  relations: readonly CatalogRelation[],
  values: Partial<CatalogFacts> = {},
): CatalogFacts {
  return {
    searchPath: ["public"],
    timeZone: "Europe/Oslo",
    relations,
    types: [],
    functions: [],
    useSince: null,
    incomplete: [],
    ...values,
  };
}

/** Sizes of a table that is read in a moment, and of one that is not. */
export const SMALL = { rows: 4, sizeBytes: 8_192, totalBytes: 24_576 } as const;
export const BIG = { rows: 20_000_000, sizeBytes: 2 * 1024 ** 3, totalBytes: 3 * 1024 ** 3 } as const;

/** A table `public.NAME` as the catalog has it: big, with an `id`. */
export function makeTable(name: string, values: Partial<CatalogRelation> = {}): CatalogRelation {
  return {
    schema: "public",
    name,
    kind: "table",
    isAsked: true,
    isLocked: false,
    ...BIG,
    indexOf: null,
    columns: [makeColumn("id", "bigint", { isNotNull: true })],
    constraints: [],
    indexes: [],
    partitionedBy: null,
    partitionOf: null,
    bound: null,
    partitions: [],
    inherits: [],
    inheritedBy: [],
    referencedBy: [],
    views: [],
    triggers: [],
    replicaIdentity: "default",
    isPublished: false,
    use: null,
    ...values,
  };
}

export function makeColumn(
  name: string,
  type: string,
  values: Partial<CatalogRelation["columns"][number]> = {},
): CatalogRelation["columns"][number] {
  return {
    name,
    type,
    isNotNull: false,
    hasDefault: false,
    generated: null,
    isIdentity: false,
    domain: null,
    ...values,
  };
}
