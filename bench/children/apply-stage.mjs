// The apply stage alone: the plan is made before the clock starts; both connections, the run lock, all transactions
// and the goodbye are inside. Prints {wallMs, cpuMs}.
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
const first = await openConnector(inputs).open();
const ledger = await readLedger(first, inputs.ledger, inputs.role);
await first.close();
const plan = planFor(inputs, set, ledger);
const execution = makeExecution(inputs, ledger, plan);
const { signal } = new AbortController();
const onProgress = () => {};

const cpu = process.cpuUsage();
const begun = performance.now();
const { open } = openConnector(inputs);
const session = await open();
const lockSession = await open();
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
await Promise.all([session.close(), lockSession.close()]);
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpu);
if (outcome.failure !== null) throw outcome.failure;
process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }));
