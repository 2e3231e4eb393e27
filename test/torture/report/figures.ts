import { signalTo } from "../check/check-run.ts";
import { labelsOf, type TortureCase } from "../draw/torture-case.ts";
import type { CaseResult } from "../run/case-result.ts";
import type { EndedRun } from "../run/run-migrate.ts";

/** Sums over many cases. A case with two faults counts under both. */
export interface Figures {
  readonly seed: number;
  cases: number;
  violations: number;
  readonly byFault: Map<string, Sum>;
  readonly byRoute: Map<string, Sum>;
  readonly byRunners: Map<string, Sum>;
  /** Why cases were skipped, and how many. */
  readonly skipped: Map<string, number>;
  readonly servers: Set<string>;
  /** From a signal to the runner's end, each. */
  readonly signalMs: number[];
}

/** Sums over the cases of one kind. */
export interface Sum {
  cases: number;
  /** Cases in which the fault's moment came, or there was none to come. */
  struck: number;
  runs: number;
  /** Exit codes of the tortured runners; `killed` where a signal ended them. */
  readonly exits: Map<string, number>;
  /** Tries of migrations beside their first. */
  retries: number;
  /** Migrations whose state was reported as unknown. */
  unknown: number;
  /** Files that stopped half-way and were repaired as the tool told. */
  repaired: number;
  /** Cases with at least one. */
  violations: number;
}

/** Nothing counted yet. */
export function newFigures(seed: number): Figures {
  return {
    seed,
    cases: 0,
    violations: 0,
    byFault: new Map(),
    byRoute: new Map(),
    byRunners: new Map(),
    skipped: new Map(),
    servers: new Set(),
    signalMs: [],
  };
}

/** Counts `result` too. */
export function countCase(figures: Figures, result: CaseResult): void {
  const { drawn } = result;
  figures.cases++;
  figures.servers.add(result.server);
  if (result.violations.length > 0) figures.violations++;
  for (const label of new Set(labelsOf(drawn))) addTo(figures.byFault, label, result);
  addTo(figures.byRoute, drawn.route, result);
  addTo(figures.byRunners, runnersOf(drawn), result);
  for (const run of result.runs) {
    const signal = signalTo(run, result.faults);
    const isKill = signal?.fault.kind === "signal" && signal.fault.signal === "SIGKILL";
    if (signal?.atMs != null && !isKill) figures.signalMs.push(run.endedAtMs - signal.atMs);
  }
}

/** Counts a case that could not be run here. */
export function countSkipped(figures: Figures, why: string): void {
  figures.skipped.set(why, (figures.skipped.get(why) ?? 0) + 1);
}

function runnersOf({ startsMs }: TortureCase): string {
  return startsMs.length === 1 ? "one runner" : startsMs.length <= 3 ? "2 or 3 at once" : "4 to 8 at once";
}

function addTo(sums: Map<string, Sum>, name: string, result: CaseResult): void {
  const sum = sums.get(name) ?? newSum();
  sums.set(name, sum);
  sum.cases++;
  if (result.faults.every(({ atMs }) => atMs !== null)) sum.struck++;
  sum.repaired += result.repaired;
  if (result.violations.length > 0) sum.violations++;
  for (const run of result.runs) addRun(sum, run);
}

function addRun(sum: Sum, { code, report }: EndedRun): void {
  const exit = code === null ? "killed" : String(code);
  sum.runs++;
  sum.exits.set(exit, (sum.exits.get(exit) ?? 0) + 1);
  for (const { tries, state } of report?.migrations ?? []) {
    sum.retries += Math.max(0, tries - 1);
    if (state === "unknown") sum.unknown++;
  }
}

const newSum = (): Sum => ({
  cases: 0,
  struck: 0,
  runs: 0,
  exits: new Map(),
  retries: 0,
  unknown: 0,
  repaired: 0,
  violations: 0,
});
