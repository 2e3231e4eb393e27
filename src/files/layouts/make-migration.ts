import { makeChecksum } from "../checksum.ts";
import { makeLargeBody } from "../large/large-file.ts";
import type { MigrationFile, TransactionRule, VerifyFile, Version, WayBack } from "../migration-file.ts";
import type { SourceFile } from "./layout.ts";
import { keepRanges, type TextRange } from "./sections.ts";

/** What a layout has found out about a migration. */
export interface Found {
  readonly version: Version;
  readonly name: string;
  readonly stem: string;
  readonly up: FoundPart;
  readonly down: FoundPart | null;
  readonly verify?: readonly VerifyFile[];
}

/** One way of a migration: a file, or part of one. */
export interface FoundPart {
  readonly source: SourceFile;
  /** Null: the whole file. */
  readonly ranges: readonly TextRange[] | null;
  readonly transactions: TransactionRule;
}

/** The migration that was found. The checksum is over the whole file of the way there. */
export function makeMigration({ version, name, stem, up, down, verify = [] }: Found): MigrationFile {
  return {
    kind: version.kind ?? "versioned",
    version,
    name,
    stem,
    ...makeWay(up),
    checksum: up.source.large?.checksum ?? makeChecksum(up.source.text),
    down: down === null ? null : makeWay(down),
    ...(verify.length === 0 ? {} : { verify }),
  };
}

function makeWay({ source, ranges, transactions }: FoundPart): WayBack {
  const { file, large } = source;
  if (large === undefined) {
    const text = ranges === null ? source.text : keepRanges(source.text, ranges);
    return { file, text, transactions };
  }
  const inBytes = ranges?.map((range) => ({
    ...range,
    from: large.toBytes(range.from),
    to: large.toBytes(range.to),
  }));
  return { file, text: "", large: makeLargeBody(large, inBytes ?? null), transactions };
}
