import type { Report } from "../../../report/report.ts";

/** A run through the API. */
export interface RunUnderWay {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Who asked for it, as they say, else the server's own actor or database user; redacted. */
  readonly by: string;
  readonly dryRun: boolean;
}

/** The same when it is over. */
export interface EndedRun extends RunUnderWay {
  /** Redacted. */
  readonly report: Report;
}
