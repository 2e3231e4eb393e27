// The compiled stages of BENCH_LIB, put together as src/pipeline.ts does up to a plan.
const load = (path) => import(`${process.env.BENCH_LIB}/${path}`);

export const { parseInputs } = await load("inputs/parse-inputs.js");
export const { makeConnector } = await load("database/connector.js");
export const { readMigrations } = await load("files/read-migrations.js");
export const { readLedger } = await load("ledger/read-ledger.js");
export const { makePlan } = await load("plan/make-plan.js");
export const { makeRecorder } = await load("ledger/make-recorder.js");
export const { beginRow, completeRow } = await load("ledger/record.js");
export const { makeLedgerDdl } = await load("ledger/make-ledger-ddl.js");
const { NO_LEDGER } = await load("ledger/no-ledger.js");

export { load };

/** The ledger of a database that no migration has been applied to. */
export const ABSENT_LEDGER = { ...NO_LEDGER, schemaExists: true };

/** Inputs for the target and the directory of the environment. */
export function readInputs() {
  const values = new Map([
    ["command", "up"],
    ["database-url", process.env.DATABASE_URL],
    ["migrations-path", process.env.BENCH_MIGRATIONS],
  ]);
  return parseInputs({ values, environment: {}, defaults: { user: "bench" } });
}

export const openConnector = (inputs) => makeConnector(inputs.connection, inputs.connectTimeoutMs);

export function planFor(inputs, set, ledger) {
  const { host, port, database } = inputs.connection;
  return makePlan(set, ledger, {
    range: inputs.range,
    outOfOrder: inputs.outOfOrder,
    ledger: inputs.ledger,
    target: { host, port, database },
  });
}

export function makeExecution(inputs, ledger, plan) {
  const { lockTimeoutMs, statementTimeoutMs } = inputs.lock;
  return {
    recorder: makeRecorder({ inputs, ledger, creation: null, planDigest: plan.digest, toolVersion: "1.0.0" }),
    settings: { lockTimeoutMs, statementTimeoutMs, role: inputs.role },
    ledger,
  };
}
