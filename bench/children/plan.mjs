// Reads the directory and plans, all pending, several times in one process (the best counts: the first also compiles).
// Prints {readMs, planMs, firstMs}.
import { ABSENT_LEDGER, planFor, readInputs, readMigrations } from "./stages.mjs";

const inputs = readInputs();
const times = [];
for (let turn = 0; turn < 5; turn++) {
  const begun = performance.now();
  const set = await readMigrations(inputs.migrationsPath, "auto");
  const read = performance.now();
  const plan = planFor(inputs, set, ABSENT_LEDGER);
  times.push({ readMs: read - begun, planMs: performance.now() - read });
  if (plan.steps.length !== set.files.length) throw new Error("Not everything is pending.");
}
const least = (key) => Math.min(...times.map((time) => time[key]));
process.stdout.write(
  JSON.stringify({
    readMs: least("readMs"),
    planMs: least("planMs"),
    firstMs: times[0].readMs + times[0].planMs,
  }),
);
