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

/** The levels of what one rule finds in pending files with these texts, in their order. */
export const levelsOf = (
  rule: string,
  texts: string | readonly string[],
  situation: HazardSituation = {},
): readonly string[] =>
  hazardsOf(texts, situation)
    .filter((hazard) => hazard.rule === rule)
    .map(({ level }) => level);

/** What one rule says to write instead, at the first place that it finds; null: no other way; undefined: it finds none. */
export const insteadOf = (
  rule: string,
  text: string,
  situation: HazardSituation = {},
): string | null | undefined => hazardsOf(text, situation).find((hazard) => hazard.rule === rule)?.instead;

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

/** A valid index `public.NAME` that is no constraint's. */
export function makeIndex(
  name: string,
  columns: readonly (string | null)[],
  values: Partial<CatalogRelation["indexes"][number]> = {},
): CatalogRelation["indexes"][number] {
  return {
    schema: "public",
    name,
    method: "btree",
    columns,
    predicate: null,
    isUnique: false,
    isPrimary: false,
    isValid: true,
    isReplicaIdentity: false,
    constraint: null,
    ...values,
  };
}

/** A valid constraint that is enforced. */
export function makeConstraint(
  name: string,
  kind: CatalogRelation["constraints"][number]["kind"],
  columns: readonly string[],
  values: Partial<CatalogRelation["constraints"][number]> = {},
): CatalogRelation["constraints"][number] {
  return {
    name,
    kind,
    definition: "",
    columns,
    isValid: true,
    isEnforced: true,
    references: null,
    index: null,
    ...values,
  };
}

/** A partitioned table of two partitions, NAME_1 and NAME_2, and those. */
export function makePartitioned(
  name: string,
  values: Partial<CatalogRelation> = {},
): readonly CatalogRelation[] {
  const names = [`${name}_1`, `${name}_2`];
  const partitions = names.map((one) => ({ schema: "public", name: one, isDefault: false }));
  const partitionOf = { schema: "public", name };
  return [
    makeTable(name, { kind: "partitioned table", partitions, ...values }),
    ...names.map((one) => makeTable(one, { ...values, indexes: [], constraints: [], partitionOf })),
  ];
}
