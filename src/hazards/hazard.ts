import type { LockMode } from "../syntax/action.ts";
import type { KnownRelation } from "./known-schema.ts";

/**
 * error: it will fail, or lose data · high: it blocks reads or writes for as long as the table is big · medium: a short
 * exclusive lock, or it breaks running clients of the old code · info: worth knowing.
 */
export type Level = "error" | "high" | "medium" | "info";

/** Levels, the gravest first. */
export const LEVELS = ["error", "high", "medium", "info"] as const satisfies readonly Level[];

/** What a rule found in a statement. */
export interface Finding {
  readonly level: Level;
  /** What happens, with the lock and how big the table is: one or two sentences. */
  readonly message: string;
  /** What to write instead: SQL where it can be; null: there is no other way. */
  readonly instead: string | null;
  /** Offset in bytes of the statement; not there: where the action begins. */
  readonly at?: number;
}

/** A finding at its place in a file. */
export interface Hazard extends Omit<Finding, "at"> {
  /** Name of the rule: docs/hazards.md has an entry of this name. */
  readonly rule: string;
  /** Index of the statement in its script. */
  readonly statement: number;
  /** 1-based; the column counts characters. */
  readonly line: number;
  readonly column: number;
  /** The reason that `-- migrate:allow` gives; null: nobody has allowed it. */
  readonly allowedBecause: string | null;
}

/** What an action takes and does on one relation that was there before. */
export interface Effect {
  readonly relation: KnownRelation;
  /** Null: none on it. */
  readonly lock: LockMode | null;
  /**
   * none: done in a moment · scan: every row is read · index-build: every row is read and an index written ·
   * rewrite: the table and its indexes are written anew. All of it while the lock is held.
   */
  readonly work: Work;
}

export type Work = "none" | "scan" | "index-build" | "rewrite";
