import type { MigrationOutcome } from "../apply/outcome.ts";
import type { EnvironmentCheck } from "../environment/environment.ts";
import { exitCodeOf, type MigrateError } from "../errors.ts";
import type { Statement } from "../files/sql/statement.ts";
import type { Hazard } from "../hazards/hazard.ts";
import type { HistoryEntry } from "../ledger/read-history.ts";
import type { Plan, Step } from "../plan/plan.ts";
import type { StatementTrace } from "../rehearsal/trace/statement-trace.ts";
import type { Draft, DraftAdoption, DraftRepair } from "./draft.ts";
import { makeAdoptionPart } from "./make-adoption-part.ts";
import { makeBlastRadiusPart } from "./make-blast-radius-part.ts";
import { makeCheckPart } from "./make-check-part.ts";
import { MAX_SQL, makeFailure } from "./make-failure.ts";
import { makePreflightRow } from "./make-preflight-row.ts";
import { makeRehearsalPart, makeVerification } from "./make-rehearsal-part.ts";
import { makeRepairPart } from "./make-repair-part.ts";
import { makeStatusRows } from "./make-status-rows.ts";
import { makeTraced } from "./make-traced.ts";
import type {
  Report,
  ReportHazard,
  ReportMigration,
  ReportPlan,
  ReportStep,
  ReportTarget,
  Result,
} from "./report.ts";
import type { ReportEnvironmentCheck } from "./report-environment.ts";
import type { ReportHistoryEntry } from "./report-record.ts";
import type { ReportStatement } from "./report-statement.ts";

/** Name and version of this tool, as reports and history have them. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** The report of a run as far as it has come; `uptimeMs`: now, as its moment of starting counts. */
export function makeReport(draft: Draft, tool: Tool, uptimeMs: number): Report {
  const failures = draft.errors.map(makeFailure);
  const standing = draft.standing;
  return {
    format: "migrate-action.report/1",
    tool,
    command: draft.command,
    result: resultOf(draft),
    exitCode: exitOf(draft),
    startedAt: draft.started.at.toISOString(),
    durationMs: Math.max(0, Math.round(uptimeMs - draft.started.uptimeMs)),
    target: makeTarget(draft),
    ledger: standing && {
      previousVersion:
        (draft.plan ?? readOnly(draft))?.currentVersion ??
        (draft.adoption ?? draft.repair)?.previousVersion ??
        null,
      currentVersion: standing.currentVersion,
      applied: standing.applied,
      pending: standing.pending,
      ahead: standing.ahead,
    },
    plan: draft.plan && makePlanPart(draft.plan, draft),
    rehearsal: draft.rehearsal && makeRehearsalPart(draft.rehearsal),
    preflight: draft.preflight.map(makePreflightRow),
    ...(draft.verification === null ? {} : { verification: draft.verification.map(makeVerification) }),
    blastRadius: draft.blastRadius && makeBlastRadiusPart(draft.blastRadius),
    ...(draft.environment === null ? {} : { environment: draft.environment.checks.map(makeCheck) }),
    gate: draft.gate,
    migrations: draft.outcome?.migrations.map(makeMigration) ?? [],
    status: draft.command === "status" && draft.plan !== null ? makeStatusRows(draft.plan.match) : [],
    ...(draft.history === null ? {} : { history: draft.history.map(makeHistoryEntry) }),
    adoption: draft.adoption && makeAdoptionPart(draft.adoption.adoption),
    ...(draft.repair === null ? {} : { repair: makeRepairPart(draft.repair, acceptedFor(draft)) }),
    ...(draft.check === null ? {} : { check: makeCheckPart(draft.check) }),
    ...(draft.created === null ? {} : { created: draft.created.files }),
    batch: draft.batch,
    failure: failures[0] ?? null,
    problems: failures.length > 1 ? failures : [],
    notices: draft.notices,
  };
}

/** What `verify` found is what it leaves. */
const readOnly = ({ command, standing }: Draft): Plan | null => (command === "verify" ? standing : null);

function resultOf(draft: Draft): Result {
  const [error] = draft.errors;
  if (error !== undefined) {
    if (error.code === "CANCELLED") return "cancelled";
    if (error.code === "STATE_UNKNOWN") return "unknown";
    return draft.outcome === null && !isFaultOnTheWay(error) ? "refused" : "failed";
  }
  if (draft.created !== null) return draft.created.end === "shown" ? "planned" : "created";
  if (draft.outcome !== null) return draft.command === "down" ? "rolled-back" : "applied";
  if (draft.adoption !== null) return ADOPTION_RESULTS[draft.adoption.end];
  if (draft.repair !== null) return REPAIR_RESULTS[draft.repair.end];
  if (draft.check !== null) return isTouched(draft) ? "planned" : "nothing-to-do";
  // A run that changes and has no outcome found, under the run lock, that another run had done all of its plan.
  return !isChange(draft) && draft.plan !== null && draft.plan.steps.length > 0 ? "planned" : "nothing-to-do";
}

/** True where a check had something to look at: new migrations, ways back, questions. */
const isTouched = ({ plan, check }: Draft): boolean =>
  (plan?.steps.length ?? 0) > 0 || (check?.trips.length ?? 0) > 0;

const isChange = ({ command, inputs }: Draft): boolean =>
  (command === "up" || command === "down" || command === "baseline") && inputs?.dryRun !== true;

const ADOPTION_RESULTS = {
  shown: "planned",
  nothing: "nothing-to-do",
  written: "applied",
} as const satisfies Record<DraftAdoption["end"], Result>;

const REPAIR_RESULTS = {
  shown: "planned",
  nothing: "nothing-to-do",
  written: "applied",
} as const satisfies Record<DraftRepair["end"], Result>;

/** Errors that say nothing about the migrations themselves: nothing was refused, it just did not work. */
function isFaultOnTheWay(error: MigrateError): boolean {
  const exit = exitCodeOf([error]);
  return exit === 3 || exit === 6 || exit === 70 || exit === 1;
}

function exitOf(draft: Draft): number {
  const [first, ...rest] = draft.errors;
  return first === undefined ? 0 : exitCodeOf([first, ...rest]);
}

function makeTarget({ connection, facts, inputs }: Draft): ReportTarget | null {
  if (connection === null || facts === null) return null;
  return {
    host: connection.host,
    port: connection.port,
    database: facts.database,
    user: facts.user,
    serverVersion: facts.version,
    environment: inputs?.gate.environment ?? null,
    role: inputs?.role ?? null,
  };
}

function makePlanPart(plan: Plan, { rehearsal, losses, hazards }: Draft): ReportPlan {
  const waysBack = new Map(plan.waysBack.map(({ file, source }) => [file, source.file]));
  return {
    digest: plan.digest,
    refusals: plan.refusals,
    steps: plan.steps.map((step) => ({
      version: step.file.version.text,
      name: step.file.name,
      file: step.source.file,
      checksum: step.file.checksum,
      mode: step.script.mode,
      ...(step.replaces === null ? {} : { runsAgain: true as const }),
      ...(waysBack.has(step.file) ? { wayBack: waysBack.get(step.file) ?? "" } : {}),
      ...(losses?.has(step) ? { losses: losses.get(step) ?? [] } : {}),
      ...makeStatements(step, rehearsal?.durationsMs.get(step) ?? [], rehearsal?.traces.get(step) ?? []),
      hazards: (hazards?.get(step)?.hazards ?? []).map(makeHazard),
    })),
  };
}

/** A report of a file of a hundred thousand statements would be as long as that file. */
const MOST_STATEMENTS = 1_000;

function makeStatements(
  { script: { statements } }: Step,
  durationsMs: readonly (number | null)[],
  traces: readonly (StatementTrace | null)[],
): Pick<ReportStep, "statements" | "statementCount" | "rehearsedMs"> {
  const shown = statements.slice(0, MOST_STATEMENTS).map((statement, index) => ({
    ...makeStatement(statement),
    ...makeTraced(traces[index] ?? null),
    durationMs: durationsMs[index] ?? null,
  }));
  const statementCount = statements.reduce((sum, { count }) => sum + count, 0);
  if (statementCount === shown.length) return { statements: shown };
  const times = durationsMs.filter((durationMs) => durationMs !== null);
  const rehearsedMs = times.reduce((sum, time) => sum + time, 0);
  return { statements: shown, statementCount, ...(times.length === 0 ? {} : { rehearsedMs }) };
}

function makeStatement({
  head,
  size,
  count,
  line,
  column,
}: Statement): Pick<ReportStatement, "line" | "column" | "sql" | "truncated" | "count"> {
  const isCut = head.length > MAX_SQL || size > Buffer.byteLength(head);
  return {
    line,
    column,
    sql: head.slice(0, MAX_SQL),
    truncated: isCut,
    ...(count === 1 ? {} : { count }),
  };
}

function makeHazard({ rule, level, line, column, message, instead, allowedBecause }: Hazard): ReportHazard {
  return { rule, level, line, column, message, instead, allowedBecause };
}

/** Why what `repair` shows may be as it is, as given. */
const acceptedFor = ({ inputs }: Draft): string | null =>
  (inputs?.acceptChecksum ?? inputs?.acceptGone)?.reason ?? null;

function makeMigration({ step, state, durationMs, tries, error }: MigrationOutcome): ReportMigration {
  return { version: step.file.version.text, name: step.file.name, state, durationMs, tries, error };
}

function makeHistoryEntry({ executedAt, backup, ...entry }: HistoryEntry): ReportHistoryEntry {
  const made = { ...entry, executedAt: executedAt?.toISOString() ?? null };
  return backup === null ? made : { ...made, backup };
}

function makeCheck({ kind, state, message, figures }: EnvironmentCheck): ReportEnvironmentCheck {
  return { kind, state, message, figures };
}
