import type { HealthCode } from "./health-codes.ts";

/** The answer to whether the database is where the code expects it. Source: docs/http.md. */
export interface Health {
  readonly status: "healthy" | "unhealthy";
  readonly database: "connected" | "disconnected";
  /** As the ledger has it; null where it could not be read. */
  readonly migrations: HealthMigrations | null;
  /** Only where it was asked for. */
  readonly deep?: DeepHealth;
  /** Not there when healthy; else at least one. */
  readonly problems?: readonly HealthProblem[];
}

/** Versions as the files write them, ascending. */
export interface HealthMigrations {
  readonly applied: readonly string[];
  /** The newest that is applied; null: none is. */
  readonly latest: string | null;
  readonly pending: readonly string[];
}

/** One reason for not being healthy. No SQL, no host and no secret in either. */
export interface HealthProblem {
  readonly code: HealthCode;
  readonly message: string;
}

/** What the whole comparison has shown. */
export interface DeepHealth {
  /** Whether the schema is what the applied files make; not-compared is no problem by itself. */
  readonly schema: "same" | "differs" | "not-compared";
  /** Why it was not compared, a sentence of ours; not there where it was. */
  readonly why?: string;
  /** What the verify files of applied migrations say; none: there are none. */
  readonly verify: "holds" | "violated" | "not-asked" | "none";
}
