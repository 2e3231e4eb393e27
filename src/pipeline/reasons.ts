import { makeRefusalError } from "../database/refusal-error.ts";
import { isConnectionLoss, serverErrorOf } from "../database/server-error.ts";
import { errorsOf, MigrateError, MigrateErrors } from "../errors.ts";
import type { Need } from "../gate/need.ts";
import type { Refusal } from "../plan/plan.ts";
import type { Flow } from "./flow.ts";

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
 * queries is its word, not a fault of ours; nor is a lost connection.
 */
export function reasons(error: unknown, { world, sessions }: Flow): readonly MigrateError[] {
  if (world.signal.aborted) {
    const hint = "Run again when you are ready: what is applied is on record, the rest is pending.";
    return [new MigrateError("CANCELLED", "The run was cancelled.", { hint }, { cause: error })];
  }
  const refusal = makeRefusalError(error);
  if (refusal !== null) return [refusal];
  // What is no answer of the server's may as well be a fault of ours: then no session is lost.
  const isLoss = serverErrorOf(error) !== null || sessions.some(({ lost }) => lost.aborted);
  if (!isLoss || !isConnectionLoss(error)) return errorsOf(error);
  const { host, port } = world.connection;
  const message = error instanceof Error ? error.message : String(error);
  return [
    new MigrateError(
      "CONNECTION_FAILED",
      `The connection to ${host}:${port} was lost: ${message}${/[.!?]$/.test(message) ? "" : "."}`,
      {
        sqlState: serverErrorOf(error)?.sqlState,
        hint: "Run again: nothing was under way that could have changed the database. Where it happens again, look for what ends idle or long connections: idle_session_timeout or transaction_timeout set on the role (`ALTER ROLE … RESET …`), a proxy's idle limit, the server's log.",
      },
      { cause: error },
    ),
  ];
}
