import { cpus, totalmem, type } from "node:os";
import type { Figures, Sum } from "./figures.ts";

/** Where and of what the figures are. */
export interface Circumstances {
  readonly commit: string;
  readonly date: Date;
  readonly durationMs: number;
  readonly workers: number;
}

/** RESULTS.md. */
export function renderResults(figures: Figures, at: Circumstances): string {
  const { seed, cases, violations } = figures;
  const minutes = (at.durationMs / 60_000).toFixed(1);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 1024 ** 3)} GiB, ${type()}, Node ${process.version}`;
  return `# Torture: figures

Written by \`npm run torture -- --seed ${seed} --cases ${cases + sumOf(figures.skipped)} --write\`; what is done and checked stands in
[README.md](README.md). One case of it again: \`npm run torture -- --seed ${seed} --case N\`.

**${cases} cases, ${violations} with a violation.** Seed ${seed}, ${at.date.toISOString().slice(0, 10)}, commit ${at.commit}, ${minutes} min with
${at.workers} workers on ${machine}; ${[...figures.servers].sort().join(" and ")}.

${renderSkipped(figures)}${renderTable("fault", figures.byFault)}

${renderTable("route", figures.byRoute)}

${renderTable("runners", figures.byRunners)}

A case with two faults counts in both lines. *struck*: cases in which every fault found its moment before the runners had
ended. *exits*: exit codes of the tortured runners and how many had them; what they mean stands in the README of the
project. *retries*: tries of a migration beside its first. *unknown*: migrations whose state was reported as unknown, which
is right only where the server was out of reach for longer than the tool asks. *repaired*: files outside a transaction that
stopped half-way and needed what the tool then says.

${renderSignals(figures.signalMs)}
`;
}

/** The same tables for a terminal. */
export function renderFigures(figures: Figures): string {
  return [
    `${figures.cases} cases, ${figures.violations} with a violation (seed ${figures.seed}).`,
    ...[...figures.skipped].map(([why, count]) => `${count} cases skipped: ${why}.`),
    renderTable("fault", figures.byFault),
    renderTable("route", figures.byRoute),
    renderTable("runners", figures.byRunners),
    renderSignals(figures.signalMs),
  ].join("\n\n");
}

function renderSkipped({ skipped }: Figures): string {
  const lines = [...skipped].map(([why, count]) => `${count} cases skipped: ${why}.`);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n\n`;
}

function renderTable(first: string, sums: ReadonlyMap<string, Sum>): string {
  const head = [first, "cases", "struck", "runs", "exits", "retries", "unknown", "repaired", "violations"];
  const rows = [...sums]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, sum]) => [
      name,
      ...[sum.cases, sum.struck, sum.runs, renderExits(sum.exits)],
      ...[sum.retries, sum.unknown, sum.repaired, sum.violations],
    ]);
  const rule = head.map((_, index) => (index === 0 || index === 4 ? "---" : "---:"));
  return [head, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function renderExits(exits: ReadonlyMap<string, number>): string {
  const sorted = [...exits].toSorted(([a], [b]) => a.localeCompare(b));
  return sorted.map(([code, count]) => `${code}: ${count}`).join(", ");
}

function renderSignals(times: readonly number[]): string {
  if (times.length === 0) return "No runner was told to stop.";
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `From SIGINT or SIGTERM to the runner's end, ${times.length} times: median ${at(0.5)} ms, 95 % within ${at(0.95)} ms, longest ${at(1)} ms.`;
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
