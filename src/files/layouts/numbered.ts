import { MigrateError } from "../../errors.ts";
import type { MigrationFile, TransactionRule } from "../migration-file.ts";
import { compareOrder } from "../order.ts";
import type { ReadLayout, SourceFile } from "./layout.ts";
import { type FoundPart, makeMigration } from "./make-migration.ts";
import type { FileName } from "./numbered-name.ts";
import { duplicates, type Group, mixedFolders, type Named } from "./numbered-problems.ts";
import type { Sections } from "./sections.ts";
import { makeVerifyFiles, questionProblems, verifyWithoutUp } from "./verify-files.ts";

/** What the text of a file says, in a layout whose files speak of transactions or hold both ways. */
export interface Contents {
  /** Null: the whole file is one way, that of its name. */
  readonly sections: Sections | null;
  readonly transactions: TransactionRule;
  /** Of the way back in the same file; as the way there when not given. */
  readonly downTransactions?: TransactionRule;
  readonly problems: readonly MigrateError[];
}

/** How a layout reads names and texts. */
export interface Numbering {
  /** Null: no name of this layout, which is a problem: no .sql file is skipped in silence. */
  readonly parseName: (path: string) => FileName | null;
  /** How to name files instead, for people. */
  readonly nameHint: string;
  readonly readContents: (source: SourceFile) => Contents;
}

/**
 * Migrations of files that carry their version in their name: alone, in pairs of up and down, or with both ways in one
 * file. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, VERIFY_WITHOUT_UP, LAYOUT_MIXED, and what `readContents`
 * finds.
 */
export function makeNumbered(sources: readonly SourceFile[], numbering: Numbering): ReadLayout {
  const problems: MigrateError[] = [];
  const groups = new Map<string, Group>();
  for (const source of sources) {
    const name = numbering.parseName(source.name);
    if (name === null) problems.push(invalidName(source, numbering));
    else {
      const { key } = name.version;
      const group = groups.get(key) ?? { up: [], down: [], verify: [] };
      group[name.role].push({ ...name, source });
      groups.set(key, group);
    }
  }
  const files: MigrationFile[] = [];
  for (const group of groups.values()) {
    const [up] = group.up;
    if (up === undefined)
      problems.push(
        ...group.down.map(downWithoutUp),
        ...group.verify.map(({ source }) => verifyWithoutUp(source)),
      );
    else files.push(makeFile(up, group, numbering, problems));
  }
  const crowded = [...groups.values()].filter(({ up, down }) => up.length > 1 || down.length > 1);
  return {
    files: files.sort((a, b) => compareOrder(a.version, b.version)),
    problems: [...problems, ...mixedFolders(crowded), ...duplicates(crowded)],
  };
}

/** Contents of files that say nothing but SQL, under the rule `transactions`. */
export function wholeFiles(transactions: TransactionRule): () => Contents {
  const contents = { sections: null, transactions, problems: [] };
  return () => contents;
}

function makeFile(
  up: Named,
  { down: [down], verify: questions }: Group,
  { readContents }: Numbering,
  problems: MigrateError[],
): MigrationFile {
  const { source, version, name, stem } = up;
  problems.push(...questions.flatMap(({ source }) => questionProblems(source, version.text)));
  const verify = makeVerifyFiles(questions.map(({ source }) => source));
  const contents = readContents(source);
  problems.push(...contents.problems);
  const wayThere = { source, ranges: contents.sections?.up ?? null, transactions: contents.transactions };
  if (down === undefined)
    return makeMigration({ version, name, stem, up: wayThere, down: inSameFile(source, contents), verify });
  const own = readContents(down.source);
  problems.push(...own.problems);
  const wayBack = { source: down.source, ranges: own.sections?.up ?? null, transactions: own.transactions };
  return makeMigration({ version, name, stem, up: wayThere, down: wayBack, verify });
}

/** The way back that stands in the file of the way there; null: none does. */
function inSameFile(
  source: SourceFile,
  { sections, transactions, downTransactions }: Contents,
): FoundPart | null {
  const ranges = sections?.down ?? null;
  return ranges === null ? null : { source, ranges, transactions: downTransactions ?? transactions };
}

function invalidName({ file }: SourceFile, { nameHint }: Numbering): MigrateError {
  return new MigrateError("FILE_NAME_INVALID", `${file}: the name has no version that can be read.`, {
    at: { file, line: 1, column: 1 },
    hint: `${nameHint}, or move it out of the directory: no .sql file is skipped in silence.`,
  });
}

function downWithoutUp({ source: { file }, version }: Named): MigrateError {
  return new MigrateError(
    "DOWN_WITHOUT_UP",
    `${file} takes back version ${version.text}, and no file makes it.`,
    {
      at: { file, line: 1, column: 1 },
      hint: "Add its up file, or remove this one.",
      version: version.text,
    },
  );
}
