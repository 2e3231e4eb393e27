import type { Client } from "pg";
import { unfinishedIn } from "../check/expected.ts";
import { readSnapshot, type Snapshot } from "../check/snapshot.ts";
import type { TortureMigration } from "../draw/migration.ts";
import type { TortureCase } from "../draw/torture-case.ts";
import { chooseRepair } from "./choose-repair.ts";
import { type EndedRun, type OrderFor, startRun } from "./run-migrate.ts";
import { undoByHand } from "./undo-by-hand.ts";

/** The runs in peace that end a case. */
export interface Finished {
  readonly finals: readonly EndedRun[];
  /** What the database held after each of them. */
  readonly afterFinals: readonly Snapshot[];
  /** Files that stopped half-way, of which only a person could tell how far they came. */
  readonly repaired: number;
  readonly last: Snapshot;
}

/** Runs of `up` at most; each file that only a person can repair may cost one that says so. */
const MOST_RUNS = 4;

/** Runs the tool in peace until it ends with 0, and in between repairs by its command what it says it cannot know. */
export async function finish(drawn: TortureCase, client: Client, order: OrderFor): Promise<Finished> {
  const finals: EndedRun[] = [];
  const afterFinals: Snapshot[] = [];
  let repaired = 0;
  const run = async (actor: string, command?: readonly string[]): Promise<EndedRun> => {
    const ended = await startRun(order(actor, command)).ended;
    finals.push(ended);
    afterFinals.push(await readSnapshot(client));
    return ended;
  };
  for (let number = 1; number <= MOST_RUNS; number++) {
    const { code, report } = await run(`final-${number}`);
    if (code === 0 || report?.failure?.code !== "PLAN_UNFINISHED") break;
    const migration = unfinishedOf(drawn, afterFinals.at(-1));
    if (migration === null) break;
    const resolve = chooseRepair(migration, await readSnapshot(client));
    if (resolve === "clear") await undoByHand(migration, client);
    const version = `--version=${migration.version}`;
    await run(`repair-${number}`, ["repair", version, `--resolve=${resolve}`, "--apply"]);
    repaired++;
  }
  return { finals, afterFinals, repaired, last: await readSnapshot(client) };
}

function unfinishedOf({ migrations }: TortureCase, snapshot: Snapshot | undefined): TortureMigration | null {
  const unfinished = snapshot === undefined ? [] : unfinishedIn(snapshot);
  return migrations.find(({ version }) => unfinished.includes(version)) ?? null;
}
