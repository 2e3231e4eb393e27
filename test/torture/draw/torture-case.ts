import type { TortureMigration } from "./migration.ts";

/** What is done to a database in one case, drawn from a seed: the same seed and index give the same case. */
export interface TortureCase {
  readonly seed: number;
  readonly index: number;
  /** Of the servers of this machine the one with the lowest or the highest major. */
  readonly server: "oldest" | "newest";
  readonly route: RouteKind;
  readonly migrations: readonly TortureMigration[];
  /** So many of them are applied in peace, before anything begins; 0: a fresh database without a ledger. */
  readonly appliedBefore: number;
  /** When each runner is started, in milliseconds from the first; one each. */
  readonly startsMs: readonly number[];
  /** Empty: only a race. */
  readonly faults: readonly Fault[];
}

/** How runners reach the server: themselves, or through PgBouncer, which hands its connections out by transaction or by session. */
export type RouteKind = "direct" | "pool-transaction" | "pool-session";

/** What is broken, and when. */
export type Fault = SignalFault | BackendFault | ServerFault | NetworkFault;

/** A signal to the runner that the moment is of. `SIGINT twice`: the second one `againMs` after the first. */
export interface SignalFault {
  readonly kind: "signal";
  readonly signal: "SIGKILL" | "SIGINT" | "SIGTERM" | "SIGINT twice";
  readonly againMs: number;
  readonly moment: Moment;
}

/** pg_terminate_backend: of what applies the migrations, or of what holds the run lock. */
export interface BackendFault {
  readonly kind: "backend";
  readonly whose: "migration" | "lock";
  readonly moment: Moment;
}

/** Immediate stop of the server, and its start `lastsMs` later. */
export interface ServerFault {
  readonly kind: "server";
  readonly lastsMs: number;
  readonly moment: Moment;
}

/**
 * reset: every connection is reset, and new ones are, for that long · refuse: every connection ends, and nothing listens ·
 * stall: all that is sent is lost, and nobody is told · slow: everything comes late, and nothing is lost.
 */
export interface NetworkFault {
  readonly kind: "network";
  readonly how: "reset" | "refuse" | "stall" | "slow";
  readonly lastsMs: number;
  readonly moment: Moment;
}

/**
 * `delayMs` after: start: runner `runner` (0-based) was started · applying: any runner said that it applies · applied: any
 * runner said so of its migration number `count` (1-based).
 */
export type Moment =
  | { readonly after: "start"; readonly runner: number; readonly delayMs: number }
  | { readonly after: "applying"; readonly delayMs: number }
  | { readonly after: "applied"; readonly count: number; readonly delayMs: number };

/** What figures are kept by: each fault's name, and `race` where there is none. */
export function labelsOf({ faults }: TortureCase): readonly string[] {
  return faults.length === 0 ? ["race only"] : faults.map(labelOf);
}

/** `kill -9`, `lock's backend`. */
export function labelOf(fault: Fault): string {
  switch (fault.kind) {
    case "signal":
      return fault.signal === "SIGKILL" ? "kill -9" : fault.signal;
    case "backend":
      return fault.whose === "lock" ? "lock's backend ended" : "migration's backend ended";
    case "server":
      return "server stopped at once";
    case "network":
      return `network ${fault.how}`;
  }
}

/** One line: `race of 3, network stall (600 ms), pool-transaction, oldest server, fresh database`. */
export function describeCase(drawn: TortureCase): string {
  const { faults, route, server, appliedBefore, migrations, startsMs } = drawn;
  const runners = startsMs.length === 1 ? "one runner" : `race of ${startsMs.length}`;
  const named = faults.map((fault) =>
    "lastsMs" in fault ? `${labelOf(fault)} (${fault.lastsMs} ms)` : labelOf(fault),
  );
  const base =
    appliedBefore === 0
      ? `fresh database, ${migrations.length} files`
      : `${appliedBefore} of ${migrations.length} files applied`;
  return [runners, ...named, route, `${server} server`, base].join(", ");
}
