import type { Client } from "pg";
import { unfinishedIn } from "../check/expected.ts";
import { readSnapshot, type Snapshot } from "../check/snapshot.ts";
import type { TortureCase } from "../draw/torture-case.ts";
import { repairByHand } from "./repair.ts";
import { type EndedRun, type OrderFor, startRun } from "./run-migrate.ts";

/** The runs in peace that end a case. */
export interface Finished {
  readonly finals: readonly EndedRun[];
  /** What the database held after each of them. */
  readonly afterFinals: readonly Snapshot[];
  readonly repaired: number;
  readonly last: Snapshot;
}

/** Runs at most; each file that stopped half-way may cost one that only says so. */
const MOST_RUNS = 4;

/** Runs the tool in peace until it ends with 0, and repairs in between what it says must be. */
export async function finish(drawn: TortureCase, client: Client, order: OrderFor): Promise<Finished> {
  const finals: EndedRun[] = [];
  const afterFinals: Snapshot[] = [];
  let repaired = 0;
  for (let number = 1; number <= MOST_RUNS; number++) {
    const run = await startRun(order(`final-${number}`)).ended;
    const last = await readSnapshot(client);
    finals.push(run);
    afterFinals.push(last);
    const unfinished = unfinishedIn(last);
    if (run.code === 0 || run.report?.failure?.code !== "PLAN_UNFINISHED" || unfinished.length === 0) break;
    for (const migration of drawn.migrations.filter(({ version }) => unfinished.includes(version))) {
      await repairByHand(migration, client);
      repaired++;
    }
  }
  const last = await readSnapshot(client);
  return { finals, afterFinals, repaired, last };
}
