// BENCH_OUT: one file for psql with the same transactions and ledger rows as the apply: for each migration BEGIN, the
// ledger's INSERT, its statements, the completing statement with the history row, COMMIT.
import { writeFileSync } from "node:fs";
import {
  ABSENT_LEDGER,
  beginRow,
  completeRow,
  makeExecution,
  makeLedgerDdl,
  planFor,
  readInputs,
  readMigrations,
} from "./stages.mjs";

const inputs = readInputs();
const set = await readMigrations(inputs.migrationsPath, "auto");
const plan = planFor(inputs, set, ABSENT_LEDGER);
const { recorder } = makeExecution(inputs, ABSENT_LEDGER, plan);
const transaction = (statements) =>
  ["BEGIN", ...statements, "COMMIT"].map((statement) => `${statement};\n`).join("");
const transactions = plan.steps.map(({ file, script }) =>
  transaction([
    beginRow(recorder, file, null),
    ...script.statements.map(({ sql }) => sql),
    ...completeRow(recorder, file),
  ]),
);
writeFileSync(
  process.env.BENCH_OUT,
  transaction(makeLedgerDdl(ABSENT_LEDGER, inputs.ledger)) + transactions.join(""),
);
