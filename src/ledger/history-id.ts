import { literal } from "../database/quote.ts";

/**
 * The ids of a run's rows in the history begin alike, with its mark of twelve hexadecimal digits, by which it knows them
 * from those of a run that has the same batch: one whose rows were rolled back before they could be seen.
 */
export const historyId = (runMark: string): string =>
  `(${literal(head(runMark))} || pg_catalog.substr(pg_catalog.gen_random_uuid()::text, 14))::uuid`;

/** The least that a row of the run can have. */
export const firstHistoryId = (runMark: string): string => `${head(runMark)}-0000-0000-000000000000`;

/** The greatest. */
export const lastHistoryId = (runMark: string): string => `${head(runMark)}-ffff-ffff-ffffffffffff`;

const head = (runMark: string): string => `${runMark.slice(0, 8)}-${runMark.slice(8, 12)}`;
