import type { Layout, MigrationFile, MigrationSet, Version } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { Ledger, LedgerRow } from "../ledger/ledger.ts";

/** Files and rows, brought together by the identity of their versions. */
export interface Match {
  /** Files with their row (null: none), ascending by version. */
  readonly files: readonly { readonly file: MigrationFile; readonly row: LedgerRow | null }[];
  /** Rows without a file, ascending, repeatable ones aside; `isAhead`: newer than every file that is not repeatable. */
  readonly orphans: readonly {
    readonly row: LedgerRow;
    readonly version: Version;
    readonly isAhead: boolean;
  }[];
  /** Rows of repeatable ones whose file is gone, ascending. */
  readonly gone: readonly { readonly row: LedgerRow; readonly version: Version }[];
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
    ...withoutFile(strangers, set),
    duplicates,
  };
}

/** Those of `strangers` (rows whose text is no file's) that mean no file's version either. */
function withoutFile(
  strangers: readonly { readonly row: LedgerRow; readonly version: Version }[],
  { files }: MigrationSet,
): Pick<Match, "orphans" | "gone"> {
  if (strangers.length === 0) return { orphans: [], gone: [] };
  const keys = new Set(files.map(({ version }) => version.key));
  const newest = files.findLast(({ kind }) => kind === "versioned")?.version;
  const all = strangers
    .filter(({ version }) => !keys.has(version.key))
    .sort((a, b) => compareOrder(a.version, b.version));
  const isRepeatable = ({ version }: { readonly version: Version }) => version.kind === "repeatable";
  return {
    orphans: all
      .filter((orphan) => !isRepeatable(orphan))
      .map(({ row, version }) => ({
        row,
        version,
        isAhead: newest === undefined || compareOrder(version, newest) > 0,
      })),
    gone: all.filter(isRepeatable),
  };
}

/** A text that is no version of this layout keeps its own identity, before all numbers. */
function versionOf(row: LedgerRow, layout: Layout): Version {
  return layout.parseVersion(row.version) ?? { text: row.version, key: `text:${row.version}`, order: [] };
}
