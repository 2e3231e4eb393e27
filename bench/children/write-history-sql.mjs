// BENCH_OUT: the directory's migrations for one psql session, in their order: what ours runs in a transaction between
// BEGIN and COMMIT, all else as it stands; no ledger, no settings.
import { writeFileSync } from "node:fs";
import { ABSENT_LEDGER, planFor, readInputs, readMigrations } from "./stages.mjs";

const inputs = readInputs();
const plan = planFor(inputs, await readMigrations(inputs.migrationsPath, "auto"), ABSENT_LEDGER);
const [refusal] = plan.refusals;
if (refusal !== undefined) throw new Error(refusal.message);
const dataOf = (copyData) => `${Array.from(copyData.chunks(), String).join("")}\\.\n`;
const statement = ({ sql, copyData }) => `${sql}\n;\n${copyData === null ? "" : dataOf(copyData)}`;
const files = plan.steps.map(({ script }) => {
  const body = script.statements.map(statement).join("");
  return script.mode === "transaction" ? `BEGIN;\n${body}COMMIT;\nRESET ALL;\n` : `${body}RESET ALL;\n`;
});
writeFileSync(process.env.BENCH_OUT, files.join(""));
