import type { Ledger } from "./ledger.ts";

/** The ledger of a database in which there is none, nor a schema for it. */
export const NO_LEDGER: Ledger = {
  state: "absent",
  schemaExists: false,
  kind: null,
  columns: new Map(),
  historyColumns: new Map(),
  hasStatusFunction: false,
  hasStatusView: false,
  versionIsStem: false,
  rows: [],
  expectation: "absent",
  lastBatch: 0,
};
