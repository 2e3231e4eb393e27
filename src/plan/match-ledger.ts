import type { Layout, MigrationFile, MigrationSet, Version } from "../files/migration-file.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";
import { compareOrder } from "./order.ts";

/** Files and rows, brought together by the identity of their versions. */
export interface Match {
  /** Files with their row (null: none), ascending by version. */
  readonly files: readonly { readonly file: MigrationFile; readonly row: LedgerRow | null }[];
  /** Rows without a file, ascending; `isAhead`: newer than every file. */
  readonly orphans: readonly {
    readonly row: LedgerRow;
    readonly version: Version;
    readonly isAhead: boolean;
  }[];
  /** Rows that mean the same version as an earlier one. */
  readonly duplicates: readonly LedgerRow[];
}

/** Each file with its ledger row, and what is left over on the ledger's side. */
export function matchLedger(set: MigrationSet, ledger: Ledger): Match {
  const known = new Map(set.files.map((file) => [file.version.text, file.version]));
  const byKey = new Map<string, { row: LedgerRow; version: Version }>();
  const duplicates: LedgerRow[] = [];
  for (const row of ledger.rows) {
    const version = known.get(row.version) ?? versionOf(row, set.layout);
    if (byKey.has(version.key)) duplicates.push(row);
    else byKey.set(version.key, { row, version });
  }
  const files = set.files.map((file) => ({ file, row: byKey.get(file.version.key)?.row ?? null }));
  const keys = new Set(set.files.map((file) => file.version.key));
  const newest = set.files.at(-1)?.version;
  const orphans = [...byKey.values()]
    .filter(({ version }) => !keys.has(version.key))
    .sort((a, b) => compareOrder(a.version, b.version))
    .map(({ row, version }) => ({
      row,
      version,
      isAhead: newest === undefined || compareOrder(version, newest) > 0,
    }));
  return { files, orphans, duplicates };
}

/** A text that is no version of this layout keeps its own identity, before all numbers. */
function versionOf(row: LedgerRow, layout: Layout): Version {
  return layout.parseVersion(row.version) ?? { text: row.version, key: `text:${row.version}`, order: [] };
}
