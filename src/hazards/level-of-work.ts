import type { Effect, Level, Work } from "./hazard.ts";
import type { KnownSchema } from "./known-schema.ts";
import { MIDDLING_BYTES, SMALL_BYTES } from "./relation-size.ts";

const WORKS: readonly Work[] = ["scan", "index-build", "rewrite"];

/**
 * How grave it is that others wait while `works` of `effects` are done, by the size of all that is gone through: one
 * lock after the other is held to the end. Null: there is none of it, or nobody notices.
 */
export function levelOfWork(effects: readonly Effect[], works: readonly Work[] = WORKS): Level | null {
  const worked = effects.filter(({ work }) => works.includes(work)).map(({ relation }) => relation);
  if (worked.length === 0) return null;
  let sizeBytes = 0;
  for (const { catalog } of worked) {
    if (catalog === null || catalog.sizeBytes === null) return "high";
    sizeBytes += catalog.sizeBytes;
  }
  if (sizeBytes <= SMALL_BYTES) return null;
  return sizeBytes <= MIDDLING_BYTES ? "medium" : "high";
}

/** Of what cannot but fail, as far as the schema is known: something that nobody can look into may have changed it. */
export const levelOfFailure = ({ isUncertain }: KnownSchema): Level => (isUncertain ? "high" : "error");
