import type { Session } from "../database/session.ts";
import { errorsOf, type MigrateError } from "../errors.ts";
import type { Answers } from "../verification/answers.ts";
import { askFile } from "../verification/ask-file.ts";
import {
  type AskedFile,
  makeVerification,
  notAsked,
  type Verification,
} from "../verification/verification.ts";
import { type Flow, keep } from "./flow.ts";
import { settingsOf } from "./make-execution.ts";
import { type AskedOn, onUsable } from "./sessions.ts";

/**
 * Asks the target the questions of `asked`, in their order; the draft has the answers as they come. On a new connection
 * where one is lost meanwhile. Resolves to VERIFY_FAILED for each that does not hold; rejects when cancelled, or when the
 * server is not to be had again: what was not asked says so.
 */
export async function askOnTarget(
  flow: Flow,
  session: Session,
  asked: readonly AskedFile[],
): Promise<readonly MigrateError[]> {
  const { world } = flow;
  const all = asked.map((one) => notAsked(one, "The run was cancelled before."));
  keep(flow, { verification: all });
  world.onProgress({ kind: "verify-started", total: asked.length });
  let usable = session;
  for (const [index, one] of asked.entries()) {
    world.signal.throwIfAborted();
    world.onProgress({ kind: "verifying", file: one.verify.file, index, total: asked.length });
    try {
      const { value: answers, session: used } = await askUsable(flow, usable, one);
      usable = used;
      all[index] = makeVerification(one, answers);
      keep(flow, { verification: [...all] });
    } catch (error) {
      world.signal.throwIfAborted();
      keep(flow, { verification: withReason(all, asked, index, error) });
      throw error;
    }
  }
  return all.flatMap(({ problems }) => problems);
}

/** Rejects when cancelled: what is under way then ends with its connection. */
async function askUsable(flow: Flow, session: Session, asked: AskedFile): Promise<AskedOn<Answers>> {
  const { signal } = flow.world;
  const heard = await onUsable(flow, session, async (usable): Promise<Answers | null> => {
    if (signal.aborted) return null;
    const giveUp = () => usable.abandon(new Error("The run was cancelled."));
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      return await askFile(usable, asked, settingsOf(flow.inputs));
    } catch (error) {
      // Nobody asks a second time then.
      if (signal.aborted) return null;
      throw error;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  });
  if (heard.value !== null) return { ...heard, value: heard.value };
  signal.throwIfAborted();
  throw new Error("Nothing was asked, and nobody cancelled.");
}

/** `all`, the rest from `index` on not asked because of `error`. */
function withReason(
  all: readonly Verification[],
  asked: readonly AskedFile[],
  index: number,
  error: unknown,
): readonly Verification[] {
  const { message } = error instanceof Error ? error : errorsOf(error)[0];
  const rest = asked.slice(index).map((one) => notAsked(one, `The connection was lost: ${message}`));
  return [...all.slice(0, index), ...rest];
}
