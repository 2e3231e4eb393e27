/** The answer to whether the database is where the code expects it. Source: docs/http.md. */
export interface Health {
  readonly status: "healthy" | "unhealthy";
  readonly database: "connected" | "disconnected";
  /** As the ledger has it; null where it could not be read. */
  readonly migrations: HealthMigrations | null;
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
  readonly code: string;
  readonly message: string;
}
