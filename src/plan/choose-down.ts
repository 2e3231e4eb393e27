import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { DownRange } from "../inputs/inputs.ts";
import type { LedgerRow } from "../ledger/ledger.ts";
import type { Refusal } from "./plan.ts";

/** A migration that is on record as applied. */
export interface Recorded {
  readonly file: MigrationFile;
  readonly row: LedgerRow;
}

/** What is to be taken back, and what is wrong with the question. */
export interface DownChoice {
  /** In the order of `applied`. */
  readonly chosen: readonly Recorded[];
  readonly refusals: readonly Refusal[];
}

/** `target: none`: down to before the first one. */
const NONE = "none";

/**
 * Which of `applied` (newest first) the range means: those newer than its target, at most its steps; those that its
 * batch applied; the newest where it says nothing. DOWN_NOT_APPLIED for a target or batch that nothing on record belongs to,
 * PLAN_VERSION_UNKNOWN for a version that no file has.
 */
export function chooseDown(
  applied: readonly Recorded[],
  set: MigrationSet,
  { target, steps, batch }: DownRange,
): DownChoice {
  if (batch !== null) return chooseBatch(applied, batch);
  if (target === null) return { chosen: applied.slice(0, steps ?? 1), refusals: [] };
  const key = set.layout.parseVersion(target)?.key;
  const stays = set.files.find(({ version }) => version.key === key || version.text === target);
  if (stays === undefined && target === NONE)
    return { chosen: applied.slice(0, steps ?? undefined), refusals: [] };
  if (stays === undefined) return { chosen: [], refusals: [unknown(target, set)] };
  if (!applied.some(({ file }) => file === stays)) return { chosen: [], refusals: [notApplied(stays)] };
  const newer = applied.filter(({ file }) => compareOrder(file.version, stays.version) > 0);
  return { chosen: newer.slice(0, steps ?? undefined), refusals: [] };
}

function chooseBatch(applied: readonly Recorded[], batch: NonNullable<DownRange["batch"]>): DownChoice {
  const known = [...new Set(applied.flatMap(({ row }) => batchOf(row) ?? []))];
  const asked = batch === "last" ? Math.max(...known) : batch;
  const chosen = applied.filter(({ row }) => batchOf(row) === asked);
  if (chosen.length > 0 || (applied.length === 0 && batch === "last")) return { chosen, refusals: [] };
  const recorded = applied.find(({ row }) => row.batch === asked);
  return {
    chosen,
    refusals: [recorded === undefined ? noBatch(batch, known) : onlyRecorded(asked, recorded)],
  };
}

/** What an adoption or a baseline put on record was not applied by its run: of that there may be years. */
const batchOf = ({ batch, origin }: LedgerRow): number | null => (origin === null ? batch : null);

function unknown(target: string, { files }: MigrationSet): Refusal {
  const range = `${files[0]?.version.text} to ${files.at(-1)?.version.text}`;
  return {
    code: "PLAN_VERSION_UNKNOWN",
    version: target,
    message: `There is no migration with the version ${target} to go down to.`,
    hint: `The directory has the versions ${range}. \`target: none\` takes all back.`,
    at: null,
  };
}

function notApplied({ file, version }: MigrationFile): Refusal {
  return {
    code: "DOWN_NOT_APPLIED",
    version: version.text,
    message: `${file} is not applied, so the database cannot go down to it.`,
    hint: "`target` names the version that stays as the newest: give one that is applied. `status` lists them.",
    at: null,
  };
}

function noBatch(batch: number | "last", known: readonly number[]): Refusal {
  const there =
    known.length === 0
      ? "No applied migration has a batch: give `steps` or `target`."
      : `What is applied belongs to the batches ${known.toSorted((a, b) => a - b).join(", ")}.`;
  return {
    code: "DOWN_NOT_APPLIED",
    version: null,
    message: `Nothing that is applied belongs to the batch ${batch}.`,
    hint: `${there} \`history\` shows which run did what.`,
    at: null,
  };
}

function onlyRecorded(batch: number, { row }: Recorded): Refusal {
  return {
    code: "DOWN_NOT_APPLIED",
    version: null,
    message: `The run ${batch} applied nothing: it put on record what was there (${row.origin}).`,
    hint: "Give `steps` or `target` to take some of that back. `history` shows which run did what.",
    at: null,
  };
}
