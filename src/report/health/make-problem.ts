import { clip, makeVisible } from "../foreign-text.ts";
import type { HealthProblem } from "./health.ts";
import { HEALTH_CODES, type HealthCode } from "./health-codes.ts";

/** How many are named, and how long each may be. */
const NAMED = 10;
const LONGEST = 80;

/** The problem `code`; `these`: what it is about, in the order in which it is named. */
export function makeProblem(code: HealthCode, these: readonly string[] = []): HealthProblem {
  const named = these.slice(0, NAMED).map(harmless).join(", ");
  const rest = these.length > NAMED ? `, and ${these.length - NAMED} more` : "";
  return { code, message: HEALTH_CODES[code].replace("{these}", () => named + rest) };
}

const harmless = (text: string): string => clip(makeVisible(text).replace(/\s+/gu, " ").trim(), LONGEST);
