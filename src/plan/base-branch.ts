import type { MigrationFile } from "../files/migration-file.ts";
import type { Changes } from "../git/read-changes.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import { NO_LEDGER } from "../ledger/no-ledger.ts";

/** The branch that a pull request goes to, as far as its migrations are concerned. */
export interface BaseBranch {
  /** For people: `origin/main`. */
  readonly name: string;
  /** The commit at which the pull request left it, as its full hash. */
  readonly commit: string;
  /** As they are in that commit, in their order. */
  readonly files: readonly MigrationFile[];
  /** What has come onto the branch since that commit, in its order. */
  readonly newer: readonly MigrationFile[];
  /** How the pull request differs from that commit; files by their path for people. */
  readonly changes: Changes;
}

/**
 * A ledger that has the base branch's files on record: what a database has on which that branch was deployed. So a pull
 * request is planned onto its base as files are onto a database.
 */
export function makeBaseLedger(files: readonly MigrationFile[]): Ledger {
  return { ...NO_LEDGER, state: "ours", schemaExists: true, rows: files.map(makeRow) };
}

function makeRow({ version, name, checksum }: MigrationFile): LedgerRow {
  return {
    ...{ version: version.text, name, checksum, status: "completed" },
    ...{ appliedAt: null, appliedBy: null, executionTimeMs: null, statementsDone: null },
    ...{ errorMessage: null, batch: null, origin: null },
  };
}
