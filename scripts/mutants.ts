/**
 * Runs Stryker over the parts that are named (default: all) and writes test/mutants/RESULTS.md and RESULTS.json, in
 * which the other parts stay as they were. `--render` runs nothing and writes them from the reports that are there.
 * Exits 1 when a stage is below the least score, or a survivor's reason has gone stale.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findServerBinaries } from "../src/database/local-server/find-binaries.ts";
import { PARTS, type Part, workFile } from "../test/mutants/parts.ts";
import { renderResults } from "../test/mutants/render-results.ts";
import { byStage, makePartResult, type PartResult, scoreOf, staleReasons } from "../test/mutants/results.ts";
import { startLocalServer } from "../test/support/start-local-server.ts";

/** Of a stage's mutants, in percent. */
const LEAST_SCORE = 80;

const root = join(import.meta.dirname, "..");
process.chdir(root);
const resultsFile = "test/mutants/RESULTS.json";

const given = process.argv.slice(2).filter((word) => word !== "--render");
const isRenderOnly = process.argv.includes("--render");
const chosen = given.length === 0 ? PARTS : given.map(partCalled);

const fresh: PartResult[] = [];
for (const part of chosen) {
  if (!isRenderOnly) await runStryker(part);
  if (existsSync(workFile(part, ".json"))) fresh.push(makeResult(part));
}
const before: readonly PartResult[] = existsSync(resultsFile)
  ? JSON.parse(readFileSync(resultsFile, "utf8"))
  : [];
const results = PARTS.flatMap(
  ({ name }) => fresh.find((one) => one.name === name) ?? before.find((one) => one.name === name) ?? [],
);
writeFileSync(resultsFile, `${JSON.stringify(results, null, 1)}\n`);
writeFileSync("test/mutants/RESULTS.md", renderResults(results, LEAST_SCORE));

const low = [...byStage(results)].filter(([, parts]) => scoreOf(parts) < LEAST_SCORE);
for (const [stage, parts] of low)
  console.error(`mutants: of ${stage} ${scoreOf(parts).toFixed(1)} % are noticed, not ${LEAST_SCORE} %.`);
const stale = staleReasons(results);
for (const { file, change } of stale)
  console.error(
    `mutants: test/mutants/looked-at.ts has a reason for what did not survive: ${file}: ${change}`,
  );
process.exitCode = low.length + stale.length > 0 ? 1 : 0;

function partCalled(name: string): Part {
  const part = PARTS.find((one) => one.name === name);
  if (part !== undefined) return part;
  console.error(`mutants: there is no part ${name}; there are ${PARTS.map((one) => one.name).join(", ")}.`);
  process.exit(64);
}

async function runStryker(part: Part): Promise<void> {
  const server = part.needs === "server" ? await startNewestServer() : null;
  const env = {
    ...process.env,
    MUTANTS_PART: part.name,
    ...(server === null ? {} : { TEST_DATABASE_URL: server.server.url }),
  };
  console.log(`── mutants of src/${part.name}`);
  // Not in one go: the server ends when this process no longer answers for it.
  const child = spawn("stryker", ["run", "test/mutants/stryker.config.ts"], { env, stdio: "inherit" });
  const [status] = await once(child, "exit");
  await server?.stop();
  if (status !== 0) throw new Error(`Stryker failed on src/${part.name}.`);
}

async function startNewestServer() {
  const newest = (await findServerBinaries()).toSorted((a, b) => b.major - a.major)[0];
  if (newest === undefined) throw new Error("There is no PostgreSQL server: run `npm install`.");
  return startLocalServer(newest);
}

function makeResult(part: Part): PartResult {
  const report = JSON.parse(readFileSync(workFile(part, ".json"), "utf8"));
  const known = isRenderOnly ? runBefore(part) : null;
  return makePartResult(
    part,
    report,
    known ?? { date: new Date().toISOString().slice(0, 10), commit: commit() },
  );
}

/** A report that is only rendered again was made when the results say. */
function runBefore({ name }: Part): { date: string; commit: string } | null {
  if (!existsSync(resultsFile)) return null;
  const all: readonly PartResult[] = JSON.parse(readFileSync(resultsFile, "utf8"));
  const found = all.find((one) => one.name === name);
  return found === undefined ? null : { date: found.date, commit: found.commit };
}

function commit(): string {
  const git = (...words: string[]) => spawnSync("git", words, { encoding: "utf8" }).stdout.trim();
  const changed = git("status", "--porcelain", "--", "src", "test/unit", "test/database", "test/support");
  return `${git("rev-parse", "--short", "HEAD")}${changed === "" ? "" : "+"}`;
}
