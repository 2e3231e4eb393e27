import { readMigrations } from "../files/read-migrations.ts";
import type { Inputs } from "../inputs/inputs.ts";
import { readServerThenLedger } from "../ledger/read-ledger.ts";
import type { World } from "../pipeline/flow.ts";
import { TOOL } from "../tool.ts";

/** The world of one who only looks, again and again; until `signal` is aborted. */
export const worldOfLooker = (
  { connection }: Pick<Inputs, "connection">,
  redact: (text: string) => string,
  signal: AbortSignal,
): World => ({
  ...{ tool: TOOL, connection, redact, signal, ask: null },
  ...{ readFiles: readMigrations, readTarget: readServerThenLedger },
  // No command of the shell is run to look at a record.
  ...{ onProgress: () => {}, onPlanned: () => {}, environment: {} },
});
