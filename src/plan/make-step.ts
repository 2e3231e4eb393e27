import { makeScript } from "../files/make-script.ts";
import type { MigrationFile, WayBack } from "../files/migration-file.ts";
import type { LedgerName } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Step } from "./plan.ts";

/** The step that applies `file`; `replaces` as in Step. */
export function makeUpStep(file: MigrationFile, ledger: LedgerName, replaces: LedgerRow | null = null): Step {
  const script = makeScript(file, ledger);
  return { file, direction: "up", source: file, script, replaces, takesBack: null };
}

/** A migration on record that has a way back; `row` null: its row is not known. */
export interface Returnable {
  readonly file: MigrationFile;
  readonly down: WayBack;
  readonly row: LedgerRow | null;
}

/** The step that takes a migration back. */
export function makeDownStep({ file, down, row }: Returnable, ledger: LedgerName): Step {
  const script = makeScript(down, ledger);
  return { file, direction: "down", source: down, script, replaces: null, takesBack: row };
}
