import { makeScript } from "../files/make-script.ts";
import type { MigrationFile } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Step } from "./plan.ts";

/** The step that applies `file`; `replaces` as in Step. */
export function makeUpStep(file: MigrationFile, ledger: LedgerName, replaces: LedgerRow | null = null): Step {
  return { file, direction: "up", script: makeScript(file, ledger), replaces };
}
