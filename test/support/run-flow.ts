import { readMigrations } from "../../src/files/read-migrations.ts";
import { readServerAndLedger } from "../../src/ledger/read-ledger.ts";
import { readUptimeMs } from "../../src/moment.ts";
import { run } from "../../src/pipeline.ts";
import { makeReport } from "../../src/report/make-report.ts";
import type { Report } from "../../src/report/report.ts";
import { parsed } from "../unit/inputs/support.ts";
import type { TestDatabase } from "./servers.ts";

/** The report of a whole run against `database`, in this process: nothing has to be built for it. */
export async function runFlow(
  database: TestDatabase,
  values: Readonly<Record<string, string>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Report> {
  const inputs = parsed({ "database-url": database.url, ...values });
  const tool = { name: "migrate-action", version: "0" };
  const draft = await run(inputs, {
    tool,
    connection: inputs.connection,
    redact: (text) => text,
    readFiles: readMigrations,
    readTarget: readServerAndLedger,
    signal,
    onProgress: () => {},
    environment: {},
    onPlanned: () => {},
    ask: null,
  });
  return makeReport(draft, tool, readUptimeMs());
}
