import type { Session } from "../database/session.ts";
import { MigrateError } from "../errors.ts";
import { type AskedFile, askedFilesOf, notAsked } from "../verification/verification.ts";
import { type Flow, keep } from "./flow.ts";

/**
 * Asks the questions about what this run has applied, while it holds the run lock. What does not hold is added to the
 * draft's errors as VERIFY_FAILED, CONNECTION_LOST where it could not be asked; the migrations stay as they are. Where one
 * of them failed nothing is asked, and that is said. Rejects only when cancelled.
 */
export async function verifyApplied(flow: Flow, session: Session): Promise<void> {
  const { outcome } = flow.draft;
  const applied = (outcome?.migrations ?? []).filter(
    ({ step, state }) => state === "applied" && step.direction === "up",
  );
  const asked = askedFilesOf(applied.map(({ step }) => step.file));
  if (outcome === null || asked.length === 0) return;
  if (outcome.failure !== null) {
    const why = "The run did not come to its end: `verify` asks it.";
    keep(flow, { verification: asked.map((one) => notAsked(one, why)) });
    return;
  }
  const { askOnTarget } = await import("./ask-on-target.ts");
  try {
    const problems = await askOnTarget(flow, session, asked);
    keep(flow, { errors: [...flow.draft.errors, ...problems] });
  } catch (error) {
    flow.world.signal.throwIfAborted();
    keep(flow, { errors: [...flow.draft.errors, unheard(flow, asked, error)] });
  }
}

function unheard({ draft }: Flow, asked: readonly AskedFile[], error: unknown): MigrateError {
  const silent = (draft.verification ?? []).filter(({ notAsked: why }) => why !== null);
  const [first] = silent.length === 0 ? asked.map(({ verify }) => verify) : silent;
  const more = silent.length > 1 ? ` and ${silent.length - 1} more files of questions` : "";
  const message = error instanceof Error ? error.message : String(error);
  return new MigrateError(
    "CONNECTION_LOST",
    `What this run applied is on record, but ${first?.file}${more} could not be asked: ${message}`,
    { hint: "`verify` asks again when the server is there." },
    { cause: error },
  );
}
