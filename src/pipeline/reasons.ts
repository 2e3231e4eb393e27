import { makeRefusalError } from "../database/refusal-error.ts";
import { errorsOf, MigrateError, MigrateErrors } from "../errors.ts";
import type { Need } from "../gate/need.ts";
import type { Refusal } from "../plan/plan.ts";

/** The plan's refusals as errors. */
export function refused(refusals: readonly Refusal[]): Error {
  return allOf(
    refusals.map(
      ({ code, message, hint, version, at }) =>
        new MigrateError(code, message, { hint, version: version ?? undefined, at: at ?? undefined }),
    ),
  );
}

/** The gate's needs as errors; a failed rehearsal keeps its place, statement and SQLSTATE. */
export function lacking(needs: readonly Need[], failure: MigrateError | null = null): Error {
  return allOf(
    needs.map(({ code, message, hint }) =>
      code === failure?.code ? failure : new MigrateError(code, message, { hint }),
    ),
  );
}

function allOf([first, ...rest]: readonly MigrateError[]): Error {
  return first === undefined ? new Error("Nothing to refuse.") : new MigrateErrors([first, ...rest]);
}

/**
 * An abort is a cancellation, whatever it made of the stage that was under way. What the server said to one of our own
 * queries is its word, not a fault of ours.
 */
export function reasons(error: unknown, signal: AbortSignal): readonly MigrateError[] {
  if (!signal.aborted) return errorsOf(makeRefusalError(error) ?? error);
  const hint = "Run again when you are ready: what is applied is on record, the rest is pending.";
  return [new MigrateError("CANCELLED", "The run was cancelled.", { hint }, { cause: error })];
}
