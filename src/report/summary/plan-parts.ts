import { renderDuration, renderNumber } from "../../amounts.ts";
import type { ListPart } from "../fit-to-bytes.ts";
import { clip, forMarkdown } from "../foreign-text.ts";
import { gravityOf, makeHeldLocks } from "../held-locks.ts";
import { stateWords } from "../migration-states.ts";
import type { Report, ReportMigration, ReportStep } from "../report.ts";
import { rehearsedMs, statementCount } from "../step-times.ts";
import { renderLevelCounts } from "./levels.ts";
import { renderName } from "./names.ts";

const FOLDED_FROM = 30;

/** The plan as a table, one row a migration, with its state where the run got so far; then the data that goes with it. */
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
  return [rows, ...makeLossParts(steps)];
}

interface Column {
  readonly title: string;
  /** The table's second line: `--:` sets to the right. */
  readonly align: "---" | "--:";
  readonly render: (step: ReportStep) => string;
}

function makeColumns(report: Report, steps: readonly ReportStep[]): readonly Column[] {
  const ran = new Map(report.migrations.map((migration) => [migration.version, migration]));
  const hasLocks = steps.some((step) => renderBlocks(step) !== "–");
  const hasHazards = steps.some(({ hazards }) => hazards.length > 0);
  const columns: readonly (Column | null)[] = [
    { title: "Version", align: "---", render: ({ version }) => renderName(version) },
    { title: "Name", align: "---", render: renderStepName },
    {
      title: "Statements",
      align: "--:",
      render: (step) => renderNumber(statementCount(step)),
    },
    // No column of dashes: it would read as if somebody had looked and found none.
    hasHazards
      ? {
          title: "Hazards",
          align: "---",
          render: ({ hazards }) => renderLevelCounts(hazards).join(", ") || "–",
        }
      : null,
    hasLocks ? { title: "Blocks", align: "---", render: renderBlocks } : null,
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

function renderStepName({ name, runsAgain, mode }: ReportStep): string {
  const again = runsAgain ? " (runs again)" : "";
  return `${renderName(name)}${again}${mode === "transaction" ? "" : "<br>⚠️ no transaction"}`;
}

function renderTime(durationMs: number | null): string {
  return durationMs === null ? "–" : renderDuration(durationMs);
}

function renderState(migration: ReportMigration | undefined, { command }: Report): string {
  if (migration === undefined) return "–";
  const { emoji, word } = stateWords(migration.state, command);
  return `${emoji} ${word}${migration.tries > 1 ? `, ${migration.tries} tries` : ""}`;
}

const GRAVITY_WORDS = [
  ["reads", "🔴 reads, writes"],
  ["writes", "🟠 writes"],
  ["brief", "🟡 briefly"],
] as const;

/** What a step keeps waiting, and for how long, in a few words; a dash where readers and writers notice nothing. */
function renderBlocks(step: ReportStep): string {
  const locks = makeHeldLocks(step);
  for (const [gravity, words] of GRAVITY_WORDS) {
    const times = locks.filter((lock) => gravityOf(lock) === gravity).map(({ heldMs }) => heldMs);
    if (times.length > 0) return `${words}, ${renderDuration(Math.max(...times))}`;
  }
  return "–";
}

function makeLossParts(steps: readonly ReportStep[]): readonly ListPart[] {
  const items = steps.flatMap(({ version, losses = [] }) =>
    losses.map((loss) => `- ${renderName(version)} takes away ${forMarkdown(clip(loss, 500))}`),
  );
  if (items.length === 0) return [];
  const before = "### Data that goes with it\n";
  return [{ before, items, between: "\n", after: "", rank: 2, noun: "loss" }];
}
