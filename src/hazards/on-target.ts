import type { Level } from "./hazard.ts";
import type { KnownRelation, KnownSchema } from "./known-schema.ts";

/** True where running code can know `relation`: the target has it, or was not asked and no pending statement makes it. */
export function isOnTarget({ origin }: KnownRelation, { facts }: KnownSchema): boolean {
  return origin === "catalog" || (origin === "unknown" && facts === null);
}

/** True where running code can know the column: no pending statement adds it, and the target, if asked, has it. */
export function isColumnOnTarget(relation: KnownRelation, column: string, schema: KnownSchema): boolean {
  if (!isOnTarget(relation, schema)) return false;
  const known = relation.columns.find(({ name }) => name === column);
  return known === undefined ? relation.origin === "unknown" : known.onTarget !== null;
}

/**
 * The rows of a relation, as far as the catalog shows them. some: its files have pages, or a pending statement has
 * written to it · none: they have not a single page · unknown: it was not asked.
 */
export type Rows = "some" | "none" | "unknown";

/** Whether `relation` has rows of its own, or in a partition. An estimate of no rows is no proof: it may be old. */
export function rowsOf({ catalog, hasNewRows, kind }: KnownRelation): Rows {
  if (kind === "view") return "none";
  if (hasNewRows) return "some";
  if (catalog === null || catalog.sizeBytes === null) return "unknown";
  return catalog.sizeBytes > 0 ? "some" : "none";
}

/** How grave it is to lose rows or their values: `none` loses nothing, and the caller says how grave that is. */
export const LEVEL_OF_LOSS: Readonly<Record<Rows, Level | null>> = {
  some: "error",
  unknown: "high",
  none: null,
};

/** The gravest of `levels`; null where there is none. */
export function worst(levels: readonly (Level | null)[]): Level | null {
  return GRAVEST_FIRST.find((level) => levels.includes(level)) ?? null;
}

const GRAVEST_FIRST: readonly Level[] = ["error", "high", "medium", "info"];
