import { renderCount, renderDuration, renderNumber } from "../../amounts.ts";
import { renderRange } from "../blast-radius-words.ts";
import { type Estimate, estimatesOnTarget, sumOfEstimates } from "../estimate-on-target.ts";
import { gravityOf, type HeldLock, isTraced, makeHeldLocks } from "../held-locks.ts";
import type { Report, ReportRehearsal, ReportStep } from "../report.ts";
import { rehearsedMs, statementCount } from "../step-times.ts";
import { renderLevelCounts } from "./levels.ts";
import { renderName } from "./names.ts";

/** Most relations that are named in one line. */
const NAMED = 3;

/**
 * What a reviewer wants to know first, as a table of one row: how many, how dangerous, how long, what is blocked.
 * Empty where nothing is planned, where it was not looked at, and where it is not to be run (`baseline`).
 */
export function renderGlance(report: Report): string {
  const steps = report.plan?.steps ?? [];
  if (steps.length === 0 || report.rehearsal === null || report.command === "baseline") return "";
  const { rehearsal } = report;
  const estimates = estimatesOnTarget(report);
  const columns = [
    ["How&nbsp;many", renderAmount(steps)],
    ["How&nbsp;dangerous", renderDanger(steps)],
    ["How&nbsp;long", renderTime(report.migrations, steps, sumOfEstimates(estimates))],
    ["What is blocked", renderBlocked(rehearsal, steps, estimates)],
  ];
  const row = (cells: readonly (string | undefined)[]) => `| ${cells.join(" | ")} |`;
  return [
    row(columns.map(([title]) => title)),
    row(columns.map(() => "---")),
    row(columns.map(([, cell]) => cell)),
  ].join("\n");
}

function renderAmount(steps: readonly ReportStep[]): string {
  const outside = steps.filter(({ mode }) => mode === "no-transaction").length;
  const statements = steps.reduce((sum, step) => sum + statementCount(step), 0);
  const lines = [
    `**${renderCount(steps.length, "migration")}**`,
    renderCount(statements, "statement"),
    ...(outside === 0 ? [] : [`⚠️ ${renderNumber(outside)} without a transaction`]),
  ];
  return lines.join("<br>");
}

function renderDanger(steps: readonly ReportStep[]): string {
  const losses = steps.filter(({ losses = [] }) => losses.length > 0).length;
  const lines = [
    ...renderLevelCounts(steps.flatMap(({ hazards }) => hazards)).map((count) => `**${count}**`),
    ...(losses === 0 ? [] : [`🗑️ ${renderCount(losses, "migration")} with loss of data`]),
  ];
  return lines.join("<br>") || "🟢 no hazard found";
}

/** What was measured, and before that what is reckoned by the target's sizes: a rehearsal has no rows. */
function renderTime(
  migrations: Report["migrations"],
  steps: readonly ReportStep[],
  estimate: Estimate | null,
): string {
  const applied = migrations.flatMap(({ durationMs }) => durationMs ?? []);
  const times = steps.flatMap((step) => rehearsedMs(step) ?? []);
  const lines = [
    ...(applied.length === 0 ? [] : [`**${renderDuration(sumOf(applied))}** on the target`]),
    ...(applied.length > 0 || estimate === null
      ? []
      : [`**${renderRange(estimate)}** by the target's sizes`]),
    ...(times.length === 0 ? [] : [`**${renderDuration(sumOf(times))}** in the rehearsal`]),
  ];
  return lines.join("<br>") || "⚠️ not known: nothing was rehearsed";
}

/** The gravest first. */
const GRAVITIES = [
  ["reads", "🔴 reads and writes of"],
  ["writes", "🟠 writes of"],
  ["brief", "🟡 briefly"],
] as const;

/** By the target's sizes, where something goes by them; else for as long as in the rehearsal. */
function renderBlocked(
  { site }: ReportRehearsal,
  steps: readonly ReportStep[],
  estimates: ReadonlyMap<string, Estimate>,
): string {
  const timeOf = ({ relation, heldMs }: HeldLock) => {
    const estimate = estimates.get(relation);
    return estimate === undefined ? renderDuration(heldMs) : renderRange(estimate);
  };
  const worst = worstLocks(steps);
  const lines = GRAVITIES.flatMap(([gravity, words]) => {
    const own = worst.filter((lock) => gravityOf(lock) === gravity);
    const named = own
      .toSorted((a, b) => b.heldMs - a.heldMs)
      .slice(0, NAMED)
      .map((lock) => `${renderName(lock.relation)} (${timeOf(lock)})`);
    const more = own.length > named.length ? `, ${renderNumber(own.length - named.length)} more` : "";
    return own.length === 0 ? [] : [`${words} ${named.join(", ")}${more}`];
  });
  if (lines.length > 0) return lines.join("<br>");
  if (site === "none") return "⚠️ not known: nothing was rehearsed";
  return steps.some(isTraced) ? "🟢 nothing that was seen" : "⚠️ not known: no lock could be watched";
}

/** Of each relation the gravest lock, and of several such the longest. */
function worstLocks(steps: readonly ReportStep[]): readonly HeldLock[] {
  const rank = (lock: HeldLock) => GRAVITIES.findIndex(([gravity]) => gravity === gravityOf(lock));
  const worst = new Map<string, HeldLock>();
  for (const lock of steps.flatMap(makeHeldLocks)) {
    const known = worst.get(lock.relation);
    const isWorse =
      known === undefined ||
      rank(lock) < rank(known) ||
      (rank(lock) === rank(known) && lock.heldMs > known.heldMs);
    if (gravityOf(lock) !== null && isWorse) worst.set(lock.relation, lock);
  }
  return [...worst.values()];
}

const sumOf = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);
