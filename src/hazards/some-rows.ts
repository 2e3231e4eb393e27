import type { Level } from "./hazard.ts";
import type { KnownRelation } from "./known-schema.ts";
import { levelBySize } from "./relation-size.ts";

/** How grave it is to change those rows of `relation` that a WHERE picks: how many they are, nobody knows. */
export function levelOfSome(relation: KnownRelation): Level | null {
  const level = levelBySize(relation);
  if (level === null) return null;
  return level === "high" && relation.catalog !== null ? "medium" : "info";
}
