// Puts every migration on record as applied, without applying it.
import {
  ABSENT_LEDGER,
  beginRow,
  makeExecution,
  makeLedgerDdl,
  openConnector,
  planFor,
  readInputs,
  readMigrations,
} from "./stages.mjs";

const inputs = readInputs();
const set = await readMigrations(inputs.migrationsPath, "auto");
const { recorder } = makeExecution(inputs, ABSENT_LEDGER, planFor(inputs, set, ABSENT_LEDGER));
const session = await openConnector(inputs).open();
const rows = set.files.map((file) => beginRow(recorder, file, null));
const { schema, table } = inputs.ledger;
const complete = `UPDATE ${schema}.${table} SET status = 'completed', execution_time_ms = 1`;
await session.queries([...makeLedgerDdl(ABSENT_LEDGER, inputs.ledger), ...rows, complete].join(";\n"));
await session.close();
