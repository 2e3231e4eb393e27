import type { MigrationFile } from "../files/migration-file.ts";
import type { Resolve } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import { isTakingBack } from "../ledger/taking-back.ts";
import { isEdited } from "../plan/ledger-refusals.ts";
import type { Match } from "../plan/match-ledger.ts";
import { isUnfinished } from "../plan/unfinished.ts";
import { type Choice, choicesOf, choicesWithoutFile } from "./choices.ts";
import { type Concluded, placeOf } from "./resume-plan.ts";

/** A migration that was left half-way, with all that is known of it, and what can be done. */
export interface Unfinished {
  readonly version: string;
  readonly row: LedgerRow;
  /** Null: its file is gone. */
  readonly file: MigrationFile | null;
  readonly direction: "up" | "down";
  /** Null where there is no text to go on with: the file or its way back is gone. */
  readonly concluded: Concluded | null;
  /** `m/012_x.sql:9:1, statement 3 of 5`; null as above, or where all are done. */
  readonly place: string | null;
  /** Sentences. */
  readonly known: readonly string[];
  /** In the order in which they are offered. */
  readonly choices: readonly Choice[];
}

/** All that was left half-way, ascending, those without a file last; `concluded` of those that have a text. */
export function makeUnfinished(match: Match, concluded: readonly Concluded[]): readonly Unfinished[] {
  const found = new Map(concluded.map((one) => [one.half.step.file, one]));
  const ofFiles = match.files.flatMap(({ file, row }) =>
    row !== null && isUnfinished(row) ? [ofFile(file, row, found.get(file) ?? null)] : [],
  );
  const withoutFile = [...match.orphans, ...match.gone].map(({ row }) => row).filter(isUnfinished);
  return [...ofFiles, ...withoutFile.map(ofRow)];
}

function ofFile(file: MigrationFile, row: LedgerRow, concluded: Concluded | null): Unfinished {
  const direction = isTakingBack(row) ? "down" : "up";
  const edit =
    direction === "up" && isEdited(file, row)
      ? [
          `${file.file} was changed since: its statements are counted as they are now, and it is for you to know that those before are the same.`,
        ]
      : [];
  const base = { version: file.version.text, row, file, direction, concluded } as const;
  if (concluded === null)
    return {
      ...base,
      place: null,
      known: [...recordOf(row), `${file.file} has no way back any more.`],
      choices: choicesWithoutFile(row, direction),
    };
  const { half, conclusion } = concluded;
  return {
    ...base,
    place: half.statement === null ? null : placeOf(half),
    known: [...recordOf(row), ...edit, `${upperFirst(conclusion.because)}.`],
    choices: choicesOf(concluded, direction),
  };
}

function ofRow(row: LedgerRow): Unfinished {
  const direction = isTakingBack(row) ? "down" : "up";
  return {
    ...{ version: row.version, row, file: null, direction, concluded: null, place: null },
    known: [
      ...recordOf(row),
      "Its file is not in the directory, so which statement was reached is not known.",
    ],
    choices: choicesWithoutFile(row, direction),
  };
}

function recordOf({
  status,
  statementsDone,
  errorMessage,
  appliedAt,
  appliedBy,
}: LedgerRow): readonly string[] {
  const reached = statementsDone === null ? "" : `, ${statementsDone} of its statements done`;
  const begun = appliedAt === null ? "" : `, begun ${appliedAt.toISOString()}`;
  const by = appliedBy === null ? "" : ` by ${appliedBy}`;
  const reason = errorMessage === null ? [] : [`The record says: ${errorMessage}`];
  return [`It is recorded as ${status}${reached}${begun}${by}.`, ...reason];
}

const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What `resolve` would do with it; null where that cannot be done, and is not offered. */
export const choiceOf = ({ choices }: Unfinished, resolve: Resolve): Choice | null =>
  choices.find((choice) => choice.resolve === resolve) ?? null;
