import { lockStrength } from "../../database/lock-modes.ts";
import type { Relation } from "./relation.ts";
import type { TracedLock } from "./statement-trace.ts";

/** Ascending by code unit, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The strongest lock first, then by name. */
export const byStrengthAndName = (a: TracedLock, b: TracedLock): number =>
  lockStrength(b.mode) - lockStrength(a.mode) || byText(a.relation, b.relation);

/** Indexes last, then by name. */
export const tablesFirst = (a: Relation, b: Relation): number =>
  Number(a.kind === "index") - Number(b.kind === "index") || byText(a.name, b.name);
