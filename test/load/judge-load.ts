import type { Waits } from "./latencies.ts";

/** What happened to one migration. */
export interface MigrationFigures {
  readonly file: string;
  readonly state: string;
  readonly tries: number;
  /** no-transaction: CONCURRENTLY, which keeps nobody out however long it takes. */
  readonly mode: "transaction" | "no-transaction";
  /** Of one try with nobody in the way, on the same data: what its report says. */
  readonly quietMs: number;
  /** Of the try that got through, under load; it may have waited for its lock. */
  readonly loadedMs: number | null;
}

/** All that one run of the load case measured. */
export interface LoadFigures {
  readonly lockTimeoutMs: number;
  /** How long the long transactions stayed open: what a migration without a limit would make everybody wait. */
  readonly holdMs: number;
  readonly sessions: number;
  /** The sessions without any migration. */
  readonly baseline: Waits;
  /** The same sessions while the command line applied the migrations; `control`: on a table that none of them touches. */
  readonly migrating: Waits;
  readonly control: Waits;
  /** The same SQL, sent by a client that sets nothing; null: left out. */
  readonly contrast: Waits | null;
  readonly migrations: readonly MigrationFigures[];
  readonly exitCode: number | null;
  readonly longPids: readonly number[];
  /** What the command line said while it ran. */
  readonly lines: readonly string[];
  /** Statements of sessions that failed while the command line was at work, by SQLSTATE; none should. */
  readonly sessionErrors: readonly string[];
}

/** What may be waited at most, and whether it was kept. */
export interface Verdict {
  /** The longest that one try takes by itself, of those that keep others out. */
  readonly tryMs: number;
  /** The longest that a statement waits on this machine with no migration in its way, at the time of the run. */
  readonly noiseMs: number;
  readonly limitMs: number;
  /** Why it does not hold, one sentence each; empty: it holds. */
  readonly faults: readonly string[];
}

/** `  003 waits for pid 4711 (report on orders, idle in transaction, in its transaction for 00:00:05): SELECT …` */
const BLOCKED = /^ {2}\S+ waits for .*?pid (\d+) \(([^)]*), in its transaction for (\d+:\d\d:\d\d)\): (.+)$/;

/**
 * Judges a run: no session waits longer than lock-timeout, one try and the machine's own delays together; and what makes
 * that worth anything has happened: waits for long transactions, retries, and everybody's work done.
 */
export function judgeLoad(figures: LoadFigures): Verdict {
  const { lockTimeoutMs, baseline, migrating, control, contrast } = figures;
  const excluding = figures.migrations.filter(({ mode }) => mode === "transaction");
  const tryMs = Math.max(...excluding.map(({ quietMs }) => quietMs));
  const noiseMs = Math.max(baseline.longestMs, control.longestMs);
  const limitMs = lockTimeoutMs + tryMs + noiseMs;
  const ms = (value: number) => `${Math.round(value)} ms`;
  const checks: readonly (readonly [boolean, string])[] = [
    [
      migrating.longestMs <= limitMs,
      `a session waited ${ms(migrating.longestMs)}, more than ${ms(limitMs)}: ${migrating.longestSql}`,
    ],
    [
      limitMs < 0.75 * figures.holdMs,
      `the machine is too busy to tell: without a migration a statement waited ${ms(noiseMs)}`,
    ],
    [figures.exitCode === 0, `the command line ended with ${figures.exitCode}`],
    ...figures.migrations.map(
      ({ file, state }) => [state === "applied", `${file} is ${state}, not applied`] as const,
    ),
    [figures.migrations.some(({ tries }) => tries > 1), "no migration had to give way and try again"],
    [
      migrating.statements >= figures.sessions && baseline.statements >= figures.sessions,
      "the sessions did next to nothing",
    ],
    [figures.sessionErrors.length === 0, `sessions failed: ${figures.sessionErrors.join(", ")}`],
    [namesLongTransaction(figures), "no line names pid, age and query of a long transaction in the way"],
    [
      figures.lines.some((line) => /^ {2}\S+: try \d+ had to give way, again in /.test(line)),
      "no line tells of a retry",
    ],
    [
      contrast === null || contrast.longestMs > limitMs,
      `what sets no limit made nobody wait longer (${ms(contrast?.longestMs ?? 0)}): nothing is shown`,
    ],
  ];
  return { tryMs, noiseMs, limitMs, faults: checks.filter(([holds]) => !holds).map(([, fault]) => fault) };
}

function namesLongTransaction({ lines, longPids }: LoadFigures): boolean {
  return lines.some((line) => {
    const [, pid, , age, query] = BLOCKED.exec(line) ?? [];
    return age !== undefined && query !== undefined && longPids.includes(Number(pid));
  });
}
