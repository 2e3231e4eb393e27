import { renderDuration, renderNumber } from "../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import { stateWords } from "../migration-states.ts";
import type { Report, ReportHazard, ReportMigration, ReportStep } from "../report.ts";
import { standingHazards } from "../standing-hazards.ts";
import { rehearsedMs, statementCount } from "../step-times.ts";
import { renderName, renderPlace } from "./names.ts";

const FOLDED_FROM = 30;

/** The plan as a table, one row a migration, with its state where the run got so far; then its hazards. */
export function makePlanParts(report: Report): readonly ListPart[] {
  const steps = report.plan?.steps ?? [];
  if (steps.length === 0) return [];
  const columns = makeColumns(report, steps);
  const isFolded = steps.length >= FOLDED_FROM;
  const fold = `<details><summary>${renderNumber(steps.length)} migrations</summary>\n\n`;
  const head = [columns.map(({ title }) => title), columns.map(({ align }) => align)]
    .map(renderRow)
    .join("\n");
  const rows: ListPart = {
    before: `### Plan${report.command === "down" ? ": to be taken back, in this order" : ""}\n\n${isFolded ? fold : ""}${head}`,
    items: steps.map((step) => renderRow(columns.map(({ render }) => render(step)))),
    between: "\n",
    after: isFolded ? "</details>" : "",
    rank: 2,
    noun: "migration",
  };
  return [rows, ...makeLossParts(steps), ...makeHazardParts(steps)];
}

interface Column {
  readonly title: string;
  /** The table's second line: `--:` sets to the right. */
  readonly align: "---" | "--:";
  readonly render: (step: ReportStep) => string;
}

function makeColumns(report: Report, steps: readonly ReportStep[]): readonly Column[] {
  const ran = new Map(report.migrations.map((migration) => [migration.version, migration]));
  const hasHazards = steps.some(({ hazards }) => hazards.length > 0);
  const columns: readonly (Column | null)[] = [
    { title: "Version", align: "---", render: ({ version }) => renderName(version) },
    {
      title: "Name",
      align: "---",
      render: ({ name, runsAgain }) => (runsAgain ? `${renderName(name)} (runs again)` : renderName(name)),
    },
    { title: "Mode", align: "---", render: renderMode },
    {
      title: "Statements",
      align: "--:",
      render: (step) => renderNumber(statementCount(step)),
    },
    // No column of dashes: it would read as if somebody had looked and found none.
    hasHazards ? { title: "Hazards", align: "---", render: ({ hazards }) => renderLevels(hazards) } : null,
    { title: "Rehearsed", align: "--:", render: (step) => renderTime(rehearsedMs(step)) },
    ran.size > 0
      ? { title: "State", align: "---", render: ({ version }) => renderState(ran.get(version), report) }
      : null,
    ran.size > 0
      ? {
          title: "Took",
          align: "--:",
          render: ({ version }) => renderTime(ran.get(version)?.durationMs ?? null),
        }
      : null,
  ];
  return columns.filter((column) => column !== null);
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function renderMode({ mode }: ReportStep): string {
  return mode === "transaction" ? "transaction" : "⚠️ no transaction";
}

function renderTime(durationMs: number | null): string {
  return durationMs === null ? "–" : renderDuration(durationMs);
}

function renderState(migration: ReportMigration | undefined, { command }: Report): string {
  if (migration === undefined) return "–";
  const { emoji, word } = stateWords(migration.state, command);
  return `${emoji} ${word}${migration.tries > 1 ? `, ${migration.tries} tries` : ""}`;
}

function renderLevels(hazards: readonly ReportHazard[]): string {
  const levels = standingHazards(hazards).map(({ level }) => level);
  return levels.length === 0 ? "–" : Array.from(new Set(levels)).join(", ");
}

function makeLossParts(steps: readonly ReportStep[]): readonly ListPart[] {
  const items = steps.flatMap(({ version, losses = [] }) =>
    losses.map((loss) => `- ${renderName(version)} takes away ${forMarkdown(clip(loss, 500))}`),
  );
  if (items.length === 0) return [];
  const before = "### Data that goes with it\n";
  return [{ before, items, between: "\n", after: "", rank: 2, noun: "loss" }];
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
