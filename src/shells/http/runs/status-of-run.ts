import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Report } from "../../../report/report.ts";

/**
 * The HTTP status for each exit code of a report: 503 where the same request may do later (the database is not reached, the
 * server is ending), 409 where another run is under way, 422 where it would not, 500 where nobody knows, or it is our fault.
 */
export const STATUS_OF_EXIT_CODE: Readonly<Record<number, ContentfulStatusCode>> = {
  0: 200,
  1: 422,
  2: 422,
  3: 503,
  4: 422,
  5: 422,
  6: 409,
  7: 503,
  8: 500,
  70: 500,
};

/** The HTTP status of an answer that is `report`. */
export const statusOfRun = ({ exitCode }: Pick<Report, "exitCode">): ContentfulStatusCode =>
  STATUS_OF_EXIT_CODE[exitCode] ?? 500;
