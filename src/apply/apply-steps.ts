import type { Session } from "../database/session.ts";
import { ledgerAfter } from "../execution/ledger-after.ts";
import type { Step } from "../plan/plan.ts";
import { applyOutside } from "./apply-outside.ts";
import type { ApplyRequest } from "./apply-request.ts";
import { applyTransactions } from "./apply-transactions.ts";
import { lockLost } from "./judge-stop.ts";
import { type MigrationOutcome, notRun, type Outcome } from "./outcome.ts";
import { type Pooling, type PreparedChunk, prepareChunks } from "./prepare-chunks.ts";

/**
 * Applies `steps` in their order on the target, under the run lock, and stops at the first that fails. Never rejects
 * for what a migration or the server does: that is the outcome.
 */
export async function applySteps(steps: readonly Step[], request: ApplyRequest): Promise<Outcome> {
  const migrations: MigrationOutcome[] = [];
  request.onProgress({ kind: "apply-started", direction: steps[0]?.direction ?? "up", total: steps.length });
  const isOutside = steps.some(({ script }) => script.mode === "no-transaction");
  const pooling = isOutside ? await readPooling(request.session) : "direct";
  const chunks = prepareChunks(steps, request.execution, pooling);
  let next = chunks.next();
  while (!next.done) {
    const execution = ledgerAfter(request.execution, migrations.length);
    const applying = applyChunk(next.value, { ...request, execution });
    // While the server works on one the next is made.
    next = chunks.next();
    const outcome = await applying;
    migrations.push(...outcome.migrations);
    if (outcome.failure !== null)
      return {
        migrations: [...migrations, ...steps.slice(migrations.length).map(notRun)],
        failure: outcome.failure,
      };
  }
  return { migrations, failure: null };
}

/** A pooler announces a pid that no backend has. A connection that is lost shows as soon as something is sent. */
async function readPooling(session: Session): Promise<Pooling> {
  const rows = await session.query("SELECT pg_catalog.pg_backend_pid() AS pid").catch(() => []);
  const pid = rows[0]?.["pid"] ?? session.announcedPid;
  return pid === session.announcedPid ? "direct" : "pooled";
}

async function applyChunk(chunk: PreparedChunk, request: ApplyRequest): Promise<Outcome> {
  const { lost } = request.lock;
  const [first] = chunk.mode === "transaction" ? chunk.steps : [chunk.step];
  if (lost.aborted && first !== undefined) return { migrations: [], failure: lockLost(first, lost.reason) };
  return chunk.mode === "transaction"
    ? await applyTransactions(chunk.steps, chunk.message, request)
    : await applyOutside(chunk.step, chunk.messages, request);
}
