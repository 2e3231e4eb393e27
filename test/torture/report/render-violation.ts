import type { Snapshot } from "../check/snapshot.ts";
import { describeCase, labelOf } from "../draw/torture-case.ts";
import type { DoneFault } from "../faults/scene.ts";
import type { CaseResult } from "../run/case-result.ts";
import type { EndedRun } from "../run/run-migrate.ts";

/** All that is needed to find out why: the case, what was wrong, the files, every run's log and report, the database. */
export function renderViolation(result: CaseResult): string {
  const { drawn, violations, faults, runs, finals, standing, last } = result;
  const zeroMs = runs[0]?.startedAtMs ?? 0;
  return [
    `✗ case ${drawn.index} of seed ${drawn.seed}: ${describeCase(drawn)} (${result.server})`,
    ...violations.map((words) => `  VIOLATION ${words}`),
    `  again: npm run torture -- --seed ${drawn.seed} --case ${drawn.index}`,
    ...faults.map((done) => `  ${renderFault(done, zeroMs)}`),
    ...drawn.migrations.map(({ fileName, sql }) => section(fileName, sql)),
    ...[...runs, ...finals].map((run) => renderRun(run, zeroMs)),
    section("the database after the torture", renderSnapshot(standing)),
    section("the database in the end", renderSnapshot(last)),
  ].join("\n");
}

function renderFault({ fault, atMs, missed, healedMs, actor }: DoneFault, zeroMs: number): string {
  const name = `${labelOf(fault)} (${JSON.stringify(fault.moment)})`;
  if (atMs === null) return `${name}: missed, ${missed}`;
  const healed = healedMs === null ? "" : `, whole again at ${Math.round(healedMs - zeroMs)} ms`;
  return `${name}: at ${Math.round(atMs - zeroMs)} ms${actor === null ? "" : ` to ${actor}`}${healed}`;
}

function renderRun(run: EndedRun, zeroMs: number): string {
  const { actor, startedAtMs, endedAtMs, code, signal, report } = run;
  const [from, to] = [startedAtMs, endedAtMs].map((ms) => Math.round(ms - zeroMs));
  const states =
    report?.migrations.map(({ version, state, tries }) => `${version} ${state} (${tries})`) ?? [];
  const told =
    report === null
      ? "no report"
      : JSON.stringify({ ...report, plan: undefined, preflight: undefined, blastRadius: undefined }, null, 1);
  return section(
    `${actor}: exit ${code ?? signal}, from ${from} to ${to} ms; ${states.join(", ")}`,
    `${run.stderr}\n${told}`,
  );
}

function renderSnapshot({ marks, ledger, history, tables, indexes }: Snapshot): string {
  return [
    `marks: ${[...marks]
      .map(([mark, count]) => `${mark} ×${count}`)
      .sort()
      .join(", ")}`,
    `tables: ${[...tables].join(", ")}`,
    `indexes: ${[...indexes].map(([name, state]) => `${name} ${state}`).join(", ")}`,
    ...ledger.map((row) => `ledger: ${JSON.stringify(row)}`),
    ...history.map((row) => `history: ${JSON.stringify(row)}`),
  ].join("\n");
}

function section(title: string, text: string): string {
  const lines = text.trimEnd().split("\n");
  return [`  ── ${title}`, ...lines.map((line) => `     ${line}`)].join("\n");
}
