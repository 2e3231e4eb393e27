import { driftLevel } from "../gate/drift-need.ts";
import type { OutputName } from "../inputs/outputs.ts";
import { isSame } from "./is-same.ts";
import { makeFindings } from "./make-findings.ts";
import type { Report } from "./report.ts";
import { HAZARD_LEVELS, standingHazards } from "./standing-hazards.ts";

/** What outputs say that no report may hold or know. */
export interface OutputExtras {
  /** Where the JSON report was written; null: nowhere. */
  readonly reportPath: string | null;
  /** URL of an ephemeral target; null for every other: it would hold a secret. */
  readonly databaseUrl: string | null;
}

/** Both arrays together stay under the 1 MB (as UTF-16) that the outputs of a job may have. */
const ARRAY_LIMIT_CHARACTERS = 200_000;

/**
 * Every output, always all of them; empty where there is nothing to say.
 * `pending-count` is `unknown` and `pending` is `null` when the ledger was not read. An array of over 200,000
 * characters is `null` too, never cut: a part would look like the whole. Counts are exact then, and the report has
 * all. `hazard-level` is `none` without a plan, for its values are frozen; hazards allowed with a reason do not count, drift
 * does, as `medium`. `changed` is `true` when
 * the database was changed or may have been.
 */
export function makeOutputs(report: Report, extras: OutputExtras): Record<OutputName, string> {
  const { ledger, plan, migrations } = report;
  const applied = migrations.filter(({ state }) => state === "applied").map(({ version }) => version);
  const untouched = new Set(["not-run", "rolled-back"]);
  return {
    result: report.result,
    applied: renderArray(applied),
    pending: ledger === null ? "null" : renderArray(ledger.pending),
    "applied-count": String(applied.length),
    "pending-count": ledger === null ? "unknown" : String(ledger.pending.length),
    "current-version": ledger?.currentVersion ?? "",
    "previous-version": ledger?.previousVersion ?? "",
    changed: String(migrations.some(({ state }) => !untouched.has(state)) || wasRecorded(report)),
    "plan-digest": plan?.digest ?? "",
    "hazard-level": makeHazardLevel(report),
    drift: makeDrift(report),
    batch: report.batch === null ? "" : String(report.batch),
    "failed-version": report.failure?.version ?? "",
    "failure-reason": report.exitCode === 0 ? "" : (makeFindings(report)[0]?.code ?? ""),
    "duration-ms": String(Math.round(report.durationMs)),
    "report-path": extras.reportPath ?? "",
    "database-url": extras.databaseUrl ?? "",
  };
}

const wasRecorded = ({ adoption, repair, result }: Report): boolean =>
  (Boolean(adoption) || repair !== undefined) && result === "applied";

function renderArray(versions: readonly string[]): string {
  const text = JSON.stringify(versions);
  return text.length > ARRAY_LIMIT_CHARACTERS ? "null" : text;
}

/** Drift counts as one more hazard; of a baseline it is the very question, and answered as such. */
function makeHazardLevel({ command, plan, rehearsal }: Report): string {
  const hazards = plan?.steps.flatMap((step) => step.hazards) ?? [];
  const drift = command === "baseline" ? null : driftLevel(rehearsal?.drift ?? null);
  const standing = [...standingHazards(hazards).map(({ level }) => level), drift];
  return HAZARD_LEVELS.find((level) => standing.includes(level)) ?? "none";
}

/** `false` only where all was compared: a list may also be empty because nothing is known. */
function makeDrift(report: Report): "true" | "false" | "unknown" {
  if (isSame(report)) return "false";
  return (report.rehearsal?.drift.length ?? 0) > 0 ? "true" : "unknown";
}
