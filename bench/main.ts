import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseInstallation, startBenchServer } from "./bench-server.ts";
import type { Bench, Part } from "./figure.ts";
import { measureApply } from "./figures/apply.ts";
import { measureHazards } from "./figures/hazards.ts";
import { measureHistories } from "./figures/histories.ts";
import { measureLargeCopy, measureLargeInserts } from "./figures/large.ts";
import { measureLongWay } from "./figures/long-way.ts";
import { measureManyFiles } from "./figures/many-files.ts";
import { measureNothingPending } from "./figures/nothing-pending.ts";
import { measureRehearsal } from "./figures/rehearsal.ts";
import { measureSize } from "./figures/size.ts";
import { measureTurns } from "./figures/turns.ts";
import { findPsql } from "./find-psql.ts";
import { renderResults } from "./render-results.ts";

/** In this order: what the disk's weariness would falsify comes first. */
const PARTS = {
  "long-way": measureLongWay,
  apply: measureApply,
  histories: measureHistories,
  turns: measureTurns,
  nothing: measureNothingPending,
  files: measureManyFiles,
  rehearsal: measureRehearsal,
  hazards: measureHazards,
  "large-inserts": measureLargeInserts,
  "large-copy": measureLargeCopy,
  size: measureSize,
} as const;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const names = process.argv.slice(2);
const quick = names.includes("--quick");
const asked = names.filter((name) => name !== "--quick");
const unknown = asked.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: there is no ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")} and --quick.\n`,
  );
  process.exit(64);
}

const work = await mkdtemp(join(tmpdir(), "bench-"));
const cleanUp = () => rm(work, { recursive: true, force: true });
let exitCode = 1;
try {
  exitCode = await measure();
} finally {
  await cleanUp();
}
process.exitCode = exitCode;

/** 0 when every target is met, 1 when one is not. */
async function measure(): Promise<number> {
  await compileStages();
  // The server's account reads its pg_hba.conf here.
  await chmod(work, 0o755);
  const binaries = await chooseInstallation();
  const server = await startBenchServer(binaries, work);
  const psql = await findPsql(binaries);
  const bench: Bench = { quick, root, work, server, psql };
  const parts: Part[] = [];
  try {
    for (const [name, measurePart] of Object.entries(PARTS)) {
      if (asked.length > 0 && !asked.includes(name)) continue;
      const part = await measurePart(bench);
      parts.push(part);
      tell(part);
    }
  } finally {
    await server.stop();
  }
  // A part of the whole is for the eyes only: the committed results are those of one full run.
  if (asked.length === 0 && !quick) await writeResults(parts, server.version, psql);
  return parts.some(({ figures }) => figures.some(({ met }) => met === false)) ? 1 : 0;
}

/** src/ as plain JavaScript, so that no stage pays for the removal of its types. */
async function compileStages(): Promise<void> {
  await symlink(join(root, "node_modules"), join(work, "node_modules"));
  await writeFile(join(work, "package.json"), '{ "type": "module" }\n');
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.json"), "--outDir", join(work, "lib")], {
    stdio: "inherit",
  });
}

function tell({ title, figures }: Part): void {
  process.stdout.write(`\n${title}\n`);
  for (const { name, target, measured, met } of figures) {
    const verdict = met === null ? "" : met ? "  met" : "  NOT MET";
    process.stdout.write(
      `  ${name}: ${measured}${target === null ? "" : `  (target ${target})`}${verdict}\n`,
    );
  }
}

async function writeResults(parts: readonly Part[], postgres: string, psql: string | null): Promise<void> {
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    node: process.versions.node,
    postgres,
    psql: psql === null ? null : execFileSync(psql, ["--version"], { encoding: "utf8" }).trim(),
    scope: "full",
  } as const;
  await writeFile(join(root, "bench", "RESULTS.md"), renderResults(circumstances, parts));
  await writeFile(
    join(root, "bench", "RESULTS.json"),
    `${JSON.stringify({ ...circumstances, parts }, null, 1)}\n`,
  );
}
