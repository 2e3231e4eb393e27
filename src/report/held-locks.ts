import type { ReportStep } from "./report.ts";

/** A lock that a step took in the rehearsal, and for how long. */
export interface HeldLock {
  readonly relation: string;
  /** As pg_locks writes it: `AccessExclusiveLock`. */
  readonly mode: string;
  readonly blocks: Blocked;
  /** 1-based number of the statement that took it. */
  readonly statement: number;
  /** From the step's beginning. */
  readonly startMs: number;
  /** To the end of its transaction: no lock is given back before. */
  readonly heldMs: number;
  /** grows: while it is held a table is read whole or written anew, so that the time goes with its rows · brief: not so. */
  readonly length: "grows" | "brief";
}

/**
 * What of other sessions a mode keeps waiting.
 * all: reading and writing · writes: writing · changes: only other changes of the schema, and VACUUM · nothing: less than that.
 * Source: PostgreSQL manual, "Explicit Locking", table 13.2.
 */
export type Blocked = "all" | "writes" | "changes" | "nothing";

const BLOCKED: Readonly<Record<string, Blocked>> = {
  AccessExclusiveLock: "all",
  ExclusiveLock: "writes",
  ShareRowExclusiveLock: "writes",
  ShareLock: "writes",
  ShareUpdateExclusiveLock: "changes",
};

/** What `mode`, as pg_locks writes it, keeps waiting. */
export const blockedBy = (mode: string): Blocked => BLOCKED[mode] ?? "nothing";

/** `ACCESS EXCLUSIVE` of `AccessExclusiveLock`: the manual's name of a mode; `LOCK` for a word that is none. */
export function renderMode(mode: string): string {
  if (!/^(?:[A-Z][a-z]+)+Lock$/.test(mode)) return "LOCK";
  return mode
    .slice(0, -"Lock".length)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
}

/** What is read of a lock in a report; `onTarget` null: one of the pending migrations makes the relation. */
interface SeenLock {
  readonly relation: string;
  readonly mode: string;
  readonly heldSince: number;
  readonly onTarget?: string | null;
}

/** What is read of a statement; `basis` is there when it was traced. */
interface SeenStatement {
  readonly locks: readonly SeenLock[];
  readonly basis?: string;
}

/** True when a statement of the step was traced, so that no lock means that there was none. */
export const isTraced = ({ statements }: ReportStep): boolean =>
  statements.some((statement: SeenStatement) => statement.basis !== undefined || statement.locks.length > 0);

/**
 * Locks of a step on what the target has, by the statements that took them; each mode of each relation once, as it was
 * taken first.
 */
export function makeHeldLocks({ statements, mode: transaction }: ReportStep): readonly HeldLock[] {
  const held = new Map<string, HeldLock>();
  const starts = startsOf(statements);
  for (const [index, statement] of statements.entries()) {
    const { locks }: SeenStatement = statement;
    for (const { relation, mode, heldSince } of locks.filter(({ onTarget }) => onTarget !== null)) {
      const isAlone = transaction === "no-transaction";
      const first = isAlone || heldSince < 1 ? index : heldSince - 1;
      const end = isAlone ? index + 1 : statements.length;
      const key = JSON.stringify([relation, mode, isAlone ? index : null]);
      if (held.has(key)) continue;
      const startMs = starts[first] ?? 0;
      const heldMs = (starts[end] ?? startMs) - startMs;
      const length = statements.slice(first, end).some(growsWithData) ? "grows" : "brief";
      held.set(key, {
        relation,
        mode,
        blocks: blockedBy(mode),
        statement: first + 1,
        startMs,
        heldMs,
        length,
      });
    }
  }
  return [...held.values()].sort((a, b) => a.statement - b.statement);
}

/**
 * What a lock means for readers and writers, for a page; null: they do not notice it. A short time in the rehearsal says
 * little of a table that is larger on the target, so that only what does not go with its rows counts as brief.
 */
export function gravityOf({ blocks, length }: HeldLock): "reads" | "writes" | "brief" | null {
  if (blocks === "changes" || blocks === "nothing") return null;
  if (length === "brief") return "brief";
  return blocks === "all" ? "reads" : "writes";
}

const growsWithData = ({ rewrites, scans }: ReportStep["statements"][number]): boolean =>
  rewrites.length > 0 || scans.length > 0;

/** When each statement begins, from the step's beginning in milliseconds, and at last the end. */
export function startsOf(statements: ReportStep["statements"]): readonly number[] {
  const starts = [0];
  for (const { durationMs } of statements) starts.push((starts.at(-1) ?? 0) + (durationMs ?? 0));
  return starts;
}
