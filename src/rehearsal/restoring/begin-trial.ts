import type { OpenedSite } from "../open-site.ts";
import type { RehearsalRequest } from "../rehearsal-request.ts";
import { readOwnSchema } from "./own-schema.ts";
import { type Trial, type TrialRequest, tryWaysBack } from "./try-ways-back.ts";

/** The steps of a plan are to be taken back on the site once the first `after` of them have run there. */
export interface BegunTrial {
  readonly after: number;
  readonly run: (
    ran: Pick<TrialRequest, "session" | "execution" | "steps" | "notRehearsed">,
  ) => Promise<Trial>;
}

/** Reads the site's schema before the first step; null where the plan has no ways back. */
export async function beginTrial(
  { site, facts, leftOut }: OpenedSite,
  { inputs, steps, waysBack, signal }: RehearsalRequest,
): Promise<BegunTrial | null> {
  if (waysBack.length === 0) return null;
  const readSchema = () => readOwnSchema(site, facts.major, inputs.ledger);
  const before = await readSchema();
  // A copy is left migrated, and a last step without a way back runs after all others.
  const leave = site.schema === "given" || waysBack.length < steps.length ? "applied" : "taken-back";
  return {
    after: waysBack.length,
    run: (ran) => tryWaysBack({ ...ran, waysBack, leftOut, before, readSchema, leave, signal }),
  };
}
