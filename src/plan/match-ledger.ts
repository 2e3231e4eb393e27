import type { Layout, MigrationFile, MigrationSet, Version } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";

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
  const known = new Map(set.files.map(({ version }) => [version.text, version]));
  const rows = new Map<string, LedgerRow>();
  const duplicates: LedgerRow[] = [];
  const strangers: { readonly row: LedgerRow; readonly version: Version }[] = [];
  for (const row of ledger.rows) {
    const own = known.get(row.version);
    const version = own ?? versionOf(row, set.layout);
    if (rows.has(version.key)) duplicates.push(row);
    else {
      rows.set(version.key, row);
      if (own === undefined) strangers.push({ row, version });
    }
  }
  return {
    files: set.files.map((file) => ({ file, row: rows.get(file.version.key) ?? null })),
    orphans: withoutFile(strangers, set),
    duplicates,
  };
}

/** Those of `strangers` (rows whose text is no file's) that mean no file's version either. */
function withoutFile(
  strangers: readonly { readonly row: LedgerRow; readonly version: Version }[],
  { files }: MigrationSet,
): Match["orphans"] {
  if (strangers.length === 0) return [];
  const keys = new Set(files.map(({ version }) => version.key));
  const newest = files.at(-1)?.version;
  return strangers
    .filter(({ version }) => !keys.has(version.key))
    .sort((a, b) => compareOrder(a.version, b.version))
    .map(({ row, version }) => ({
      row,
      version,
      isAhead: newest === undefined || compareOrder(version, newest) > 0,
    }));
}

/** A text that is no version of this layout keeps its own identity, before all numbers. */
function versionOf(row: LedgerRow, layout: Layout): Version {
  return layout.parseVersion(row.version) ?? { text: row.version, key: `text:${row.version}`, order: [] };
}
