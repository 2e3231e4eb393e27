import type { Health } from "../health/health.ts";
import type { Standing } from "../health/standing.ts";
import type { Report } from "../report.ts";
import type { PageQuery } from "./page-query.ts";

/** All that the status page is made from; every text of a report is redacted. */
export interface Page {
  readonly standing: Standing;
  /** Of `standing`. */
  readonly health: Health;
  /** Of the command `history`; null: it did not come in time, or nothing could be read. */
  readonly history: Report | null;
  /** Of the command `plan`, with the hazards of what is pending; null: it did not come in time, or nothing is pending. */
  readonly preview: Report | null;
  readonly query: PageQuery;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}
