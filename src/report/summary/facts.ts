import { renderCount, renderDuration, renderNumber } from "../amounts.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import { isSame } from "../is-same.ts";
import type { Report, ReportPlan, ReportRehearsal, ReportTarget } from "../report.ts";
import { HAZARD_LEVELS, standingHazards } from "../standing-hazards.ts";
import { statementCount } from "../step-times.ts";
import { renderBase } from "./check-parts.ts";
import { renderVersions } from "./names.ts";

/** `database@host (environment)`, in Markdown. */
export function renderDatabase(target: ReportTarget): string {
  const environment = target.environment === null ? "" : ` (${inCode(clip(target.environment, 100))})`;
  return `${inCode(clip(`${target.database}@${target.host}`, 200))}${environment}`;
}

/** A short list of Markdown bullets: where, what is on record there now, how it was tried first. */
export function renderFacts(report: Report): string {
  // A check needs no database, and the command `history` does not read the ledger: that is no gap in what they say.
  const isAlone = report.check !== undefined && report.target === null;
  const facts = [
    ...renderBase(report),
    ...(isAlone ? [] : [`**Database:** ${renderWhere(report.target)}`]),
    ...(isAlone || report.history !== undefined ? [] : [`**On record:** ${renderLedger(report)}`]),
    ...(report.rehearsal === null ? [] : [`**Rehearsal:** ${renderRehearsal(report.rehearsal)}`]),
    ...renderComparison(report),
    ...renderHazards(report),
    ...(report.plan === null ? [] : [`**Plan:** ${renderPlan(report.plan)}`]),
    `**Took:** ${renderDuration(report.durationMs)}${report.batch === null ? "" : ` · batch ${report.batch}`}`,
  ];
  return facts.map((fact) => `- ${fact}`).join("\n");
}

function renderWhere(target: ReportTarget | null): string {
  if (target === null) return "not connected";
  const { host, port, database, user, serverVersion, role } = target;
  const words = [
    `${inCode(clip(database, 100))} on ${inCode(clip(`${host}:${port}`, 200))}`,
    `PostgreSQL ${inCode(clip(serverVersion, 100))}`,
    `user ${inCode(clip(user, 100))}`,
    ...(role === null ? [] : [`role ${inCode(clip(role, 100))}`]),
  ];
  return words.join(" · ");
}

function renderLedger(report: Report): string {
  const { ledger } = report;
  if (ledger === null) return "not read, so what is pending is not known";
  const current =
    ledger.currentVersion === null ? "no version" : `version ${renderVersions([ledger.currentVersion])}`;
  const moved = ledger.previousVersion !== ledger.currentVersion;
  const before = ledger.previousVersion === null ? "none" : renderVersions([ledger.previousVersion]);
  return [
    `${current}${moved ? ` (before: ${before})` : ""}`,
    `${renderNumber(ledger.applied.length)} applied`,
    `${renderNumber(ledger.pending.length)} pending${listed(ledger.pending)}`,
    ...(ledger.ahead.length === 0 ? [] : [`ahead of the files${listed(ledger.ahead)}`]),
  ].join(" · ");
}

function listed(versions: readonly string[]): string {
  return versions.length === 0 ? "" : `: ${renderVersions(versions)}`;
}

function renderPlan({ steps, digest }: ReportPlan): string {
  const outside = steps.filter(({ mode }) => mode === "no-transaction").length;
  const statements = steps.reduce((sum, step) => sum + statementCount(step), 0);
  return [
    `${renderCount(steps.length, "migration")}, ${renderCount(statements, "statement")}`,
    ...(outside === 0 ? [] : [`⚠️ ${renderNumber(outside)} without a transaction`]),
    `digest ${inCode(clip(digest, 100))}`,
  ].join(" · ");
}

const SITE_WORDS = {
  server: "on a throwaway server",
  shadow: "on the shadow",
  target: "on the target, rolled back",
  none: "",
} as const satisfies Record<ReportRehearsal["site"], string>;

function renderRehearsal(rehearsal: ReportRehearsal): string {
  const description =
    rehearsal.description === "" ? "" : ` (${forMarkdown(clip(rehearsal.description, 500))})`;
  if (rehearsal.site === "none") return `⚠️ nothing was rehearsed${description}`;
  const word = rehearsal.ok ? "✅ passed" : "❌ failed";
  const left = rehearsal.notRehearsed.length;
  const gaps = left === 0 ? "" : `, ⚠️ ${renderCount(left, "statement")} not rehearsed`;
  return `${word} ${SITE_WORDS[rehearsal.site]} in ${renderDuration(rehearsal.durationMs)}${gaps}${description}`;
}

/** A baseline's own question. */
function renderComparison(report: Report): readonly string[] {
  const count = report.command === "baseline" ? (report.rehearsal?.drift.length ?? 0) : 0;
  if (count > 0) return [`**Compared:** ⚠️ ${renderCount(count, "difference")}, listed below`];
  return isSame(report) ? ["**Compared:** ✅ the target is what the files make"] : [];
}

function renderHazards(report: Report): readonly string[] {
  const hazards = (report.plan?.steps ?? []).flatMap((step) => step.hazards);
  const standing = standingHazards(hazards);
  const levels: string[] = HAZARD_LEVELS.flatMap((level) => {
    const count = standing.filter((hazard) => hazard.level === level).length;
    return count === 0 ? [] : [`${renderNumber(count)} ${level}`];
  });
  const allowed = hazards.length - standing.length;
  if (allowed > 0) levels.push(`${renderNumber(allowed)} allowed with a reason`);
  return levels.length === 0 ? [] : [`**Hazards:** ${levels.join(", ")}`];
}
