import type { ClusterFacts } from "../database/cluster-facts.ts";
import type { ServerFacts } from "../database/server-facts.ts";
import type { Session } from "../database/session.ts";
import type { Execution } from "../execution/make-transaction.ts";
import type { ConnectionSettings, Inputs } from "../inputs/inputs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Step } from "../plan/plan.ts";
import type { TakenBack } from "../plan/ways-back/round-trip.ts";
import type { OnProgress } from "../progress.ts";

/** What is rehearsed, and what the site must be like. */
export interface RehearsalRequest {
  readonly inputs: Inputs;
  readonly steps: readonly Step[];
  /** Steps of the applied files, made when the site must be built from them. */
  readonly appliedSteps: () => readonly Step[];
  /** Why the target cannot be compared with what the applied files make, a sentence; null: it can. */
  readonly incomparable: string | null;
  /** What a plan down takes back, whose schema is to be compared with the one before; null: that is not asked. */
  readonly takenBack: TakenBack | null;
  /** As in Plan: run on the site too, after the steps. */
  readonly waysBack: readonly Step[];
  readonly execution: Execution;
  /** How the target is reached, for a dump of its schema. */
  readonly connection: ConnectionSettings;
  readonly target: ServerFacts;
  /** Of the target. */
  readonly cluster: ClusterFacts;
  readonly targetSession: Session;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}
