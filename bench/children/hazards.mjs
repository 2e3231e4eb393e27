// What reading SQL adds: PostgreSQL's parser loaded, then the statements of the migrations parsed and judged by all rules.
// Prints {loadMs, parseMs, judgeMs, statements, hazards, peakMb}.
import { readFileSync } from "node:fs";
import { load, readInputs, readMigrations } from "./stages.mjs";

const { makeUpStep } = await load("plan/make-step.js");
const { loadParser } = await load("syntax/parser.js");
const { parseSteps } = await load("syntax/parse-steps.js");
const { findHazards } = await load("hazards/find-hazards.js");

const { migrationsPath, ledger } = readInputs();
const { files } = await readMigrations(migrationsPath, "auto");
const steps = files.map((file) => makeUpStep(file, ledger));
let begun = performance.now();
const lap = () => {
  const now = performance.now();
  const spent = now - begun;
  begun = now;
  return spent;
};
const parse = await loadParser();
parse("SELECT 1");
const loadMs = lap();
const parsed = parseSteps(steps, parse);
const parseMs = lap();
const found = findHazards({ steps: parsed, facts: null, server: { major: 18 }, parse });
const judgeMs = lap();
const statements = parsed.reduce((sum, step) => sum + step.statements.length, 0);
const hazards = [...found.values()].reduce((sum, step) => sum + step.hazards.length, 0);
const peakMb = Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;
process.stdout.write(JSON.stringify({ loadMs, parseMs, judgeMs, statements, hazards, peakMb }));
