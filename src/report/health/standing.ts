import type { ExpectedObject } from "../../ledger/expectation.ts";
import type { Report } from "../report.ts";

/** What files and target are found to be at one moment; every text in it redacted. */
export interface Standing {
  /** Of the command `status`: with its failure where files or target could not be read. */
  readonly report: Report;
  /** What applied migrations have made and is gone, in no particular order; empty too where nothing of it is kept. */
  readonly missing: readonly ExpectedObject[];
}

/** The same, with how the database answered. */
export interface Sight extends Standing {
  /** connected: it answered, be it with a refusal · disconnected: it did not let us in · silent: it did not answer in time. */
  readonly database: "connected" | "disconnected" | "silent";
  /** False: nothing is known of what is missing. */
  readonly isMissingKnown: boolean;
}
