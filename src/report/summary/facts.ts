import { renderCount, renderDuration, renderNumber } from "../../amounts.ts";
import { clip, forMarkdown, inCode } from "../foreign-text.ts";
import { filesOf, isDriftAsked, isOnlyCompared, isSame } from "../is-same.ts";
import type { Report, ReportRehearsal, ReportTarget } from "../report.ts";
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
    ...(report.rehearsal === null || isOnlyCompared(report)
      ? []
      : [`**Rehearsal:** ${renderRehearsal(report.rehearsal)}`]),
    ...renderRestoration(report),
    ...renderComparison(report),
    ...(report.plan === null ? [] : [`**Plan digest:** ${inCode(clip(report.plan.digest, 100))}`]),
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

/** Only where migrations were taken back in the rehearsal. */
function renderRestoration({ rehearsal }: Report): readonly string[] {
  const { restoration } = rehearsal ?? {};
  if (restoration === undefined) return [];
  const { differences, unknown } = restoration;
  const title = "**Taken back:**";
  if (unknown !== null)
    return [
      `${title} ⚠️ whether the schema is then what it was before is not known (${forMarkdown(clip(unknown, 500))})`,
    ];
  const count = differences.length;
  return count === 0
    ? [`${title} ✅ the schema is then what it was before`]
    : [
        `${title} ❌ the schema is not then what it was before: ${renderCount(count, "difference")}, listed below`,
      ];
}

/** A baseline's own question; else whether somebody changed the target by hand. Nothing of what was not asked. */
function renderComparison(report: Report): readonly string[] {
  const { command, rehearsal } = report;
  if (rehearsal === null) return [];
  const isBaseline = command === "baseline";
  const title = isBaseline ? "**Compared:**" : "**Drift:**";
  const count = rehearsal.drift.length;
  if (count > 0) return [`${title} ⚠️ ${renderCount(count, "difference")}, listed below`];
  if (isSame(report))
    return [`${title} ✅ ${isBaseline ? "" : "none, "}the target is what the ${filesOf(report)} make`];
  const why = isDriftAsked(report) ? rehearsal.driftUnknown : null;
  return why === null ? [] : [`**Drift:** ⚠️ not known (${forMarkdown(clip(why, 500))})`];
}
