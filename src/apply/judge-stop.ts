import type { MessageError } from "../database/message.ts";
import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import { MigrateError } from "../errors.ts";
import { LOCK_HINT, makeFailure } from "../execution/failure.ts";
import { TAKEN_OVER } from "../ledger/record.ts";
import { ROW_GONE } from "../ledger/row-gone.ts";
import type { Step } from "../plan/plan.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { isPassing } from "./retry.ts";
import type { ChunkStop } from "./send-chunk.ts";

/**
 * What a stop means: lost: nothing is known of the step · retry: a lock or a deadlock that may pass · failed: the
 * step is rolled back, for this reason.
 */
export type Judgement =
  | { readonly kind: "lost" }
  | { readonly kind: "retry"; readonly error: MigrateError }
  | { readonly kind: "failed"; readonly error: MigrateError };

/** Why we told the server to stop; null: we did not. */
export type Interruption = "cancelled" | "lock-lost" | null;

/** Why the statement under way was cancelled by us, if it was. */
export function interruptionOf({ signal, lock }: Pick<ApplyRequest, "signal" | "lock">): Interruption {
  if (signal.aborted) return "cancelled";
  return lock.lost.aborted ? "lock-lost" : null;
}

/** Judges why a message stopped at `step` (null: at the ledger's own transaction). */
export function judgeStop(
  stop: ChunkStop,
  step: Step | null,
  first: Step,
  interruption: Interruption,
): Judgement {
  if (isConnectionLoss(stop.error.cause)) return { kind: "lost" };
  const server = serverErrorOf(stop.error.cause);
  const sqlState = server?.sqlState ?? "";
  const isOurs = stop.parts[stop.error.partIndex]?.statement == null;
  if (interruption !== null && sqlState === "57014")
    return { kind: "failed", error: interrupted(step ?? first, interruption, stop.error.cause) };
  const error = makeFailure(step ?? first, stop.parts, stop.error);
  if (error.code !== "MIGRATION_FAILED") return { kind: "failed", error };
  if (isPassing(stop.error.cause)) return { kind: "retry", error };
  if (stop.gaveWay && sqlState === "57014") return { kind: "retry", error: gaveWay(error) };
  if (isOurs && isTaken(stop.error)) return { kind: "failed", error: changed(step ?? first, error) };
  if (step === null) return { kind: "failed", error: unmade(error) };
  return { kind: "failed", error };
}

/**
 * True when a statement of ours for the ledger met another run's row: its key is taken, the row that a repeatable
 * migration was to replace is replaced, or another run goes on with what this one was at.
 */
export function isTaken(error: MessageError): boolean {
  const server = serverErrorOf(error.cause);
  if (server?.sqlState === ROW_GONE || server?.message.includes(TAKEN_OVER)) return true;
  return server?.sqlState === "23505" && server.constraint !== null;
}

/** What the server's word that it was cancelled means, when we have told it to. */
export function interrupted(
  step: Step,
  interruption: Exclude<Interruption, null>,
  cause: unknown,
): MigrateError {
  return interruption === "cancelled" ? cancelled(step) : lockLost(step, cause);
}

/** Of a cancelled try, `failure`: it was us, because of its locks. */
function gaveWay(failure: MigrateError): MigrateError {
  const { version, at, statement, statementAt } = failure.details;
  const where = at == null ? (version ?? "") : `${at.file}:${at.line}:${at.column}`;
  return new MigrateError(
    "MIGRATION_FAILED",
    `${where}: It has waited for one lock after the other, for longer than \`lock-timeout\` in all.`,
    { version, at, statement, statementAt, sqlState: "55P03", hint: LOCK_HINT },
    { cause: failure.cause },
  );
}

/** CONNECTION_LOST: the run lock is no longer ours, so `step` was not gone on with. */
export function lockLost(step: Step, cause: unknown): MigrateError {
  return new MigrateError(
    "CONNECTION_LOST",
    `The connection that holds the run lock was lost, so ${step.source.file} was not gone on with: another run may begin.`,
    {
      version: step.file.version.text,
      hint:
        step.direction === "up"
          ? "Run again: it goes on with what is pending."
          : "Look at `status` before you go on.",
    },
    { cause },
  );
}

/** CANCELLED, while `step` was under way. */
export function cancelled(step: Step): MigrateError {
  return new MigrateError("CANCELLED", `The run was cancelled during ${step.source.file}.`, {
    version: step.file.version.text,
    hint:
      step.direction === "up"
        ? "What was committed stays applied; run again to go on with the rest."
        : "What was taken back stays so; look at `status` before you go on, as a run counts its `steps` anew.",
  });
}

/** CONNECTION_LOST for `step`, whose fate the ledger has told. */
export function connectionLost(step: Step, cause: unknown): MigrateError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MigrateError(
    "CONNECTION_LOST",
    `The connection was lost during ${step.source.file}: ${reason}. The ledger was read again: what it does not have is not applied.`,
    {
      version: step.file.version.text,
      hint:
        step.direction === "up"
          ? "Run again: it goes on with what is pending."
          : "Look at `status` before you go on.",
    },
    { cause },
  );
}

/** STATE_UNKNOWN for `step`: the connection was lost and the ledger could not be read. */
export function stateUnknown(step: Step, cause: unknown): MigrateError {
  return new MigrateError(
    "STATE_UNKNOWN",
    `The connection was lost during ${step.source.file}, and the database could not be asked what was committed.`,
    {
      version: step.file.version.text,
      hint: "Run `status` when the server can be reached: the ledger has every migration that was committed.",
    },
    { cause },
  );
}

/** LEDGER_CHANGED: another run has `step` on record. */
export function changed(step: Step, cause: MigrateError): MigrateError {
  const { file } = step.file;
  const what = step.direction === "down" ? `took ${file} back, or is at it,` : `recorded ${file}`;
  return new MigrateError(
    "LEDGER_CHANGED",
    `Another run ${what} while this one was under way; this run's attempt is rolled back.`,
    { version: step.file.version.text, hint: "Run again: it plans from the ledger as it is now." },
    { cause },
  );
}

/** TARGET_REFUSED: the ledger could not be made, so no migration was begun. */
function unmade(cause: MigrateError): MigrateError {
  return new MigrateError(
    "TARGET_REFUSED",
    `The ledger could not be written: ${cause.message}`,
    { sqlState: cause.details.sqlState, hint: cause.details.hint },
    { cause },
  );
}
