import type { AdoptionState } from "../adoption/adoption.ts";
import { renderNumber } from "../amounts.ts";
import type { MigrationState } from "../apply/outcome.ts";
import type { Report, ReportMigration } from "./report.ts";
import type { StatusState } from "./report-record.ts";

/** How a state is shown: a sign for a terminal, one for a page, its words, and what it means for the database. */
export interface StateWords {
  readonly sign: string;
  readonly emoji: string;
  readonly word: string;
  readonly meaning: string;
}

/** Words for the states that a run leaves a migration in, the ones that need attention first. */
export const STATE_WORDS = {
  unknown: {
    sign: "?",
    emoji: "❓",
    word: "unknown",
    meaning: "the connection was lost while committing: applied or not, the ledger has to be asked",
  },
  failed: {
    sign: "✗",
    emoji: "❌",
    word: "failed",
    meaning: "not in a transaction, stopped half-way: what ran before the error stays",
  },
  "rolled-back": {
    sign: "✗",
    emoji: "↩️",
    word: "rolled back",
    meaning: "failed, and nothing of it is left in the database",
  },
  applied: { sign: "✓", emoji: "✅", word: "applied", meaning: "committed and on record" },
  "taken-back": {
    sign: "✓",
    emoji: "↩️",
    word: "taken back",
    meaning: "its way back is committed, and it is on record no more",
  },
  recorded: { sign: "✓", emoji: "📝", word: "recorded", meaning: "on record as applied, and not run" },
  "not-run": { sign: "•", emoji: "⏸️", word: "not run", meaning: "never begun" },
} as const satisfies Record<MigrationState, StateWords>;

const DOWN_WORDS: Readonly<Record<MigrationState, StateWords>> = {
  ...STATE_WORDS,
  unknown: {
    ...STATE_WORDS.unknown,
    meaning: "the connection was lost while committing: taken back or not, the ledger has to be asked",
  },
  "rolled-back": {
    sign: "✗",
    emoji: "❌",
    word: "not taken back",
    meaning: "its way back failed and left nothing: it is applied as before",
  },
  "not-run": { ...STATE_WORDS["not-run"], meaning: "its way back was never begun: it is applied as before" },
};

/** Of what `up` has applied and then taken back nothing is done. */
const UP_WORDS: Readonly<Record<MigrationState, StateWords>> = {
  ...STATE_WORDS,
  "taken-back": {
    ...STATE_WORDS["taken-back"],
    sign: "↩",
    meaning: "applied by this run, and taken back when a later one failed: it is on record no more",
  },
};

/** The words for `state` in a run of `command`: of a step that failed, `down` leaves the contrary of what `up` does. */
export function stateWords(state: MigrationState, command: string): StateWords {
  if (command === "up") return UP_WORDS[state];
  return command === "down" ? DOWN_WORDS[state] : STATE_WORDS[state];
}

/** Words for the states that `status` finds a migration in. */
export const STATUS_WORDS = {
  applied: { sign: "✓", emoji: "✅", word: "applied", meaning: "on record" },
  pending: { sign: "✗", emoji: "⏳", word: "pending", meaning: "not applied yet" },
  running: {
    sign: "✗",
    emoji: "❌",
    word: "running",
    meaning: "begun without a transaction, its end not recorded",
  },
  failed: { sign: "✗", emoji: "❌", word: "failed", meaning: "stopped half-way" },
  edited: { sign: "✗", emoji: "✏️", word: "edited", meaning: "applied, and its file was changed since" },
  missing: { sign: "✗", emoji: "👻", word: "missing", meaning: "applied, and its file is gone" },
  late: { sign: "✗", emoji: "⏰", word: "late", meaning: "pending, and older than the newest applied" },
  ahead: { sign: "✗", emoji: "⏩", word: "ahead", meaning: "applied, and newer than every file" },
  again: {
    sign: "•",
    emoji: "🔁",
    word: "to run again",
    meaning: "repeatable, and its file was changed since it ran",
  },
  gone: {
    sign: "✓",
    emoji: "🗂️",
    word: "without a file",
    meaning: "repeatable, applied, and its file is gone",
  },
} as const satisfies Record<StatusState, StateWords>;

/** Words for what an adoption makes of a migration. */
export const ADOPTION_WORDS = {
  applied: { sign: "✓", emoji: "✅", word: "taken over", meaning: "applied there" },
  pending: { sign: "•", emoji: "⏳", word: "pending", meaning: "not applied there" },
  late: { sign: "!", emoji: "⏰", word: "late", meaning: "not applied there, though newer ones are" },
  undone: { sign: "•", emoji: "↩️", word: "pending, was undone", meaning: "taken back there" },
  dirty: { sign: "✗", emoji: "❌", word: "dirty", meaning: "begun there, its end not recorded" },
  failed: { sign: "✗", emoji: "❌", word: "failed", meaning: "failed there" },
  unfinished: { sign: "✗", emoji: "❌", word: "unfinished", meaning: "not done to its end there" },
  missing: { sign: "✗", emoji: "👻", word: "no file", meaning: "applied there, and no file here" },
  duplicate: { sign: "✗", emoji: "❌", word: "duplicate", meaning: "a second row for the same file" },
  bookkeeping: { sign: "•", emoji: "⚙️", word: "that tool's own", meaning: "needs no file" },
} as const satisfies Record<AdoptionState, StateWords>;

/** Migrations of one state. */
export interface StateGroup {
  readonly state: MigrationState;
  readonly count: number;
  /** In order, each a run of neighbours in the plan; never empty, nor is any of them. */
  readonly runs: readonly (readonly ReportMigration[])[];
}

/** `migrations` by state, in the order of `STATE_WORDS`; exact for any number of them, states without any left out. */
export function makeStateGroups(migrations: readonly ReportMigration[]): readonly StateGroup[] {
  const runs = makeRuns(migrations);
  const states = Object.keys(STATE_WORDS) as MigrationState[];
  return states.flatMap((state) => {
    const own = runs.filter(([first]) => first?.state === state);
    return own.length === 0 ? [] : [{ state, count: own.flat().length, runs: own }];
  });
}

function makeRuns(migrations: readonly ReportMigration[]): readonly (readonly ReportMigration[])[] {
  const runs: ReportMigration[][] = [];
  for (const migration of migrations) {
    const run = runs.at(-1);
    if (run?.[0]?.state === migration.state) run.push(migration);
    else runs.push([migration]);
  }
  return runs;
}

/** True when all that was asked for of a migration is done. */
export const isDoneState = (state: MigrationState): boolean =>
  state === "applied" || state === "taken-back" || state === "recorded";

const COUNT_ORDER = [
  "applied",
  "taken-back",
  "recorded",
  "failed",
  "rolled-back",
  "unknown",
  "not-run",
] as const;

/** `2 applied, 1 rolled back, 3 not run`; empty for none. */
export function renderStateCounts({ migrations, command }: Pick<Report, "migrations" | "command">): string {
  const counts = COUNT_ORDER.flatMap((state) => {
    const count = migrations.filter((migration) => migration.state === state).length;
    return count === 0 ? [] : [`${renderNumber(count)} ${stateWords(state, command).word}`];
  });
  return counts.join(", ");
}

/**
 * The migrations of `runs` as `render` writes them: short runs whole, of long ones the first and the last, which says
 * it all because they are neighbours.
 */
export function renderRuns(runs: StateGroup["runs"], render: (migration: ReportMigration) => string): string {
  const shown = runs.map((run) => {
    if (run.length <= 3) return run.map(render).join(", ");
    return [...run.slice(0, 1), ...run.slice(-1)].map(render).join(" … ");
  });
  return shown.join(", ");
}
