// The apply stage alone: the plan is made before the clock starts, on the connection that goes on, and the lock's connection
// is there, which a run opens while it rehearses; the run lock and all transactions are inside. As in a run, nobody waits for
// the server's goodbye. Prints {wallMs, cpuMs}: the CPU time is that of this process.
import {
  load,
  makeExecution,
  openConnector,
  planFor,
  readInputs,
  readLedger,
  readMigrations,
} from "./stages.mjs";

const { takeRunLock } = await load("database/run-lock.js");
const { applySteps } = await load("apply/apply-steps.js");

const inputs = readInputs();
const set = await readMigrations(inputs.migrationsPath, "auto");
const { open } = openConnector(inputs);
const session = await open();
const ledger = await readLedger(session, inputs.ledger, inputs.role);
const plan = planFor(inputs, set, ledger);
const execution = makeExecution(inputs, ledger, plan);
const { signal } = new AbortController();
const onProgress = () => {};

const lockSession = await open();

const cpu = process.cpuUsage();
const begun = performance.now();
const lock = await takeRunLock(lockSession, inputs.ledger, { waitMs: 0, signal, onProgress });
const outcome = await applySteps(plan.steps, {
  execution,
  session,
  lock,
  reconnect: open,
  lockRetries: 0,
  signal,
  onProgress,
});
await lock.release();
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
if (outcome.failure !== null) throw outcome.failure;
await Promise.all([session.close(), lockSession.close()]);
process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }));
