import { renderDuration } from "../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import { STATE_WORDS } from "../migration-states.ts";
import type { Report, ReportHazard, ReportMigration, ReportStep } from "../report.ts";
import { rehearsedMs } from "../step-times.ts";
import { renderName, renderPlace } from "./names.ts";

const FOLDED_FROM = 30;

/** The plan as a table, one row a migration, with its state where the run got so far; then its hazards. */
export function makePlanParts(report: Report): readonly ListPart[] {
  const steps = report.plan?.steps ?? [];
  if (steps.length === 0) return [];
  const ran = new Map(report.migrations.map((migration) => [migration.version, migration]));
  const isFolded = steps.length >= FOLDED_FROM;
  const head = ran.size > 0 ? ["State", "Took"] : [];
  const columns = ["Version", "Name", "Mode", "Statements", "Hazards", "Rehearsed", ...head];
  const table = `| ${columns.join(" | ")} |\n|${columns.map((column) => ALIGNMENTS[column] ?? " --- ").join("|")}|`;
  const fold = `<details><summary>${steps.length.toLocaleString("en-US")} migrations</summary>\n\n`;
  const rows: ListPart = {
    before: `### Plan\n\n${isFolded ? fold : ""}${table}`,
    items: steps.map((step) => `| ${renderCells(step, ran).join(" | ")} |`),
    between: "\n",
    after: isFolded ? "</details>" : "",
    rank: 2,
    noun: "migration",
  };
  return [rows, ...makeHazardParts(steps)];
}

const ALIGNMENTS: Readonly<Record<string, string>> = {
  Statements: " --: ",
  Rehearsed: " --: ",
  Took: " --: ",
};

function renderCells(step: ReportStep, ran: ReadonlyMap<string, ReportMigration>): readonly string[] {
  const rehearsed = rehearsedMs(step);
  const cells = [
    renderName(step.version),
    renderName(step.name),
    step.mode === "transaction" ? "transaction" : "⚠️ no transaction",
    step.statements.length.toLocaleString("en-US"),
    renderLevels(step.hazards),
    rehearsed === null ? "–" : renderDuration(rehearsed),
  ];
  return ran.size === 0 ? cells : [...cells, ...renderOutcome(ran.get(step.version))];
}

function renderOutcome(migration: ReportMigration | undefined): readonly string[] {
  if (migration === undefined) return ["–", "–"];
  const { emoji, word } = STATE_WORDS[migration.state];
  const tries = migration.tries > 1 ? `, ${migration.tries} tries` : "";
  return [
    `${emoji} ${word}${tries}`,
    migration.durationMs === null ? "–" : renderDuration(migration.durationMs),
  ];
}

function renderLevels(hazards: readonly ReportHazard[]): string {
  const levels = hazards.filter((hazard) => hazard.allowedBecause === null).map((hazard) => hazard.level);
  return levels.length === 0 ? "–" : Array.from(new Set(levels)).join(", ");
}

function makeHazardParts(steps: readonly ReportStep[]): readonly ListPart[] {
  const items = steps.flatMap((step) => step.hazards.map((hazard) => renderHazard(step, hazard)));
  if (items.length === 0) return [];
  return [{ before: "### Hazards\n", items, between: "\n", after: "", rank: 2, noun: "hazard" }];
}

function renderHazard({ file }: ReportStep, hazard: ReportHazard): string {
  const { level, rule, line, column, message, instead, allowedBecause } = hazard;
  return [
    `- **${level}** ${renderName(rule)} · ${renderPlace({ file, line, column })}: ${forMarkdown(clip(message, 2_000))}`,
    ...(instead === null ? [] : [`→ ${forMarkdown(clip(instead, 2_000))}`]),
    ...(allowedBecause === null ? [] : [`Allowed in the file: ${forMarkdown(clip(allowedBecause, 500))}`]),
  ].join("<br>");
}
