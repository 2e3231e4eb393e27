import type { MigrationFile } from "../files/migration-file.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { LedgerHead } from "./digest.ts";
import type { Plan } from "./plan.ts";
import { isDone } from "./repeatables.ts";

/** What a run has done to the ledger since then. */
export interface Moves {
  /** With their rows, in the order in which they were applied. */
  readonly applied: readonly { readonly file: MigrationFile; readonly row: LedgerRow }[];
  /** Ascending. */
  readonly takenBack: readonly MigrationFile[];
}

/** A stand at which the ledger may have been. */
export interface PastStand extends Moves {
  readonly head: LedgerHead;
  /** Files that were applied then, ascending, repeatable ones last. */
  readonly done: readonly MigrationFile[];
  /** Files that were not, in the same order. */
  readonly open: readonly MigrationFile[];
}

/** How many migrations other runs are supposed to have applied, or taken back, since a review. */
const MOST_MOVES = 200;

/** Where the ledger may have been before: as it is; before the last ones were applied; before the newest were taken back. */
export function* pastStands(plan: Plan): Generator<PastStand> {
  const applied = appliedInTurn(plan);
  const open = plan.match.files.flatMap(({ file, row }) =>
    row === null && file.kind === "versioned" ? [file] : [],
  );
  yield standOf(plan, { applied: [], takenBack: [] });
  for (let count = 1; count <= Math.min(applied.length, MOST_MOVES); count += 1)
    yield standOf(plan, { applied: applied.slice(-count), takenBack: [] });
  for (let count = 1; count <= Math.min(open.length, MOST_MOVES); count += 1)
    yield standOf(plan, { applied: [], takenBack: open.slice(0, count) });
}

/** What is applied, the last one last: by batch, and as a batch applies them. */
function appliedInTurn({ match }: Plan): Moves["applied"] {
  return match.files
    .flatMap(({ file, row }) => (row !== null && isDone(file, row) ? [{ file, row }] : []))
    .sort((a, b) => (a.row.batch ?? 0) - (b.row.batch ?? 0));
}

function standOf({ match, ahead }: Plan, { applied, takenBack }: Moves): PastStand {
  const wasOpen = new Set(applied.map(({ file }) => file));
  const wasDone = new Set(takenBack);
  const done: MigrationFile[] = [];
  const open: MigrationFile[] = [];
  for (const { file, row } of match.files) {
    const isIn = wasDone.has(file) || (isDone(file, row) && !wasOpen.has(file));
    (isIn ? done : open).push(file);
  }
  const newest = done.findLast(({ kind }) => kind === "versioned")?.version.text;
  const head = { version: ahead.at(-1) ?? newest ?? null, applied: done.length };
  return { head, done, open, applied, takenBack };
}

/** Up to this many files every neighbouring run of them is tried, which goes with the square of their number. */
const FEW = 50;

/**
 * Which of `files` a plan may have been made of, the likeliest first: the first ones (`target`, `steps`, or the last are
 * new), a single one (`version`), all but a run of neighbours (new ones between), a run of neighbours (`batch`).
 */
export function* likelyLists(files: readonly MigrationFile[]): Generator<readonly MigrationFile[]> {
  const count = files.length;
  const longest = count <= FEW ? count : 1;
  for (let end = count; end >= 0; end -= 1) yield files.slice(0, end);
  for (let length = 1; length <= longest; length += 1)
    for (let start = 0; start + length <= count; start += 1) {
      yield files.toSpliced(start, length);
      yield files.slice(start, start + length);
    }
}
