import type { Rehearsal } from "../rehearsal/rehearsal.ts";
import type { Restoration } from "../rehearsal/restoring/restoration.ts";
import type { Verification } from "../verification/verification.ts";
import { makeFailure } from "./make-failure.ts";
import type { ReportRehearsal } from "./report.ts";
import type { ReportRestoration } from "./report-restoration.ts";
import type { ReportVerification } from "./report-verification.ts";

/** What the report says of a rehearsal but for its statements, which stand in the plan. */
export function makeRehearsalPart(rehearsal: Rehearsal): ReportRehearsal {
  return {
    site: rehearsal.site,
    ok: rehearsal.ok,
    schemaFrom: rehearsal.schemaFrom,
    description: rehearsal.description,
    drift: rehearsal.drift ?? [],
    driftUnknown: rehearsal.driftUnknown,
    ...(rehearsal.restoration === null ? {} : { restoration: makeRestoration(rehearsal.restoration) }),
    notRehearsed: rehearsal.notRehearsed.map(({ version, line, why }) => ({ version, line, why })),
    failure: rehearsal.failure && makeFailure(rehearsal.failure),
    ...(rehearsal.verifications.length === 0
      ? {}
      : { verification: rehearsal.verifications.map(makeVerification) }),
    durationMs: rehearsal.durationMs,
  };
}

/** What the report says of the answers to one file of questions. */
export function makeVerification({ problems, ...verification }: Verification): ReportVerification {
  return { ...verification, problems: problems.map(makeFailure) };
}

function makeRestoration({ differences, unknown }: Restoration): ReportRestoration {
  return { differences: differences ?? [], unknown };
}
