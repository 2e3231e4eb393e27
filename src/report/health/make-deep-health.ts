import type { Report } from "../report.ts";
import type { DeepHealth, Health, HealthProblem } from "./health.ts";
import { withProblems } from "./make-health.ts";
import { makeProblem } from "./make-problem.ts";

/** `health` with what `report` says of the whole comparison: one of what `lookDeeply` has found. */
export function makeDeepHealth(health: Health, report: Report): Health {
  const deep = { ...schemaOf(report), verify: verifyOf(report) };
  return withProblems({ ...health, deep }, [...differences(report), ...violations(report)]);
}

const OF_FAILURE = "The comparison did not come to its end.";
const OF_REFUSAL = "The files are not those that were applied.";
const OF_SITE = "There is no server on which to see what the applied files make.";
const OF_FILES = "What the applied files make cannot be told.";

/** What can be wrong with the server that was named for it. */
const OF_SHADOW: ReadonlySet<string> = new Set(["SHADOW_UNUSABLE", "SHADOW_IS_TARGET"]);

function schemaOf({ failure, plan, rehearsal }: Report): Pick<DeepHealth, "schema" | "why"> {
  const notCompared = (why: string) => ({ schema: "not-compared", why }) as const;
  if ((plan?.refusals.length ?? 0) > 0) return notCompared(OF_REFUSAL);
  if (failure !== null && OF_SHADOW.has(failure.code)) return notCompared(OF_SITE);
  if (failure !== null || rehearsal === null) return notCompared(OF_FAILURE);
  if (rehearsal.site === "none") return notCompared(OF_SITE);
  if (rehearsal.driftUnknown !== null) return notCompared(OF_FILES);
  return { schema: rehearsal.drift.length === 0 ? "same" : "differs" };
}

function verifyOf({ verification }: Report): DeepHealth["verify"] {
  if (verification === undefined) return "not-asked";
  if (verification.some(({ problems }) => problems.length > 0)) return "violated";
  if (verification.some(({ notAsked }) => notAsked !== null)) return "not-asked";
  return verification.length === 0 ? "none" : "holds";
}

function differences({ rehearsal }: Report): readonly HealthProblem[] {
  const objects = [...new Set((rehearsal?.drift ?? []).map(objectOf))];
  return objects.length === 0 ? [] : [makeProblem("SCHEMA_DIFFERS", objects)];
}

/** `table public.users` of `table public.users: column email is text, not …`: what follows may be SQL. */
const objectOf = (sentence: string): string => sentence.replace(/(?:: | is ).*$/su, "");

function violations({ verification = [] }: Report): readonly HealthProblem[] {
  const files = verification.filter(({ problems }) => problems.length > 0).map(({ file }) => nameOf(file));
  return files.length === 0 ? [] : [makeProblem("VERIFY_FAILED", files)];
}

/** Its directory is nobody's business. */
const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);
