/**
 * `npm run load [-- --write] [-- --sessions=200]`: what sessions wait beside a migration, on the oldest and the newest
 * server. Exits 1 when it is too long. `--write` puts the figures into test/load/RESULTS.md.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCircumstances } from "./circumstances.ts";
import { judgeLoad } from "./judge-load.ts";
import { chooseInstallations, startLoadServer } from "./load-server.ts";
import { MIGRATIONS } from "./migrations.ts";
import { type LoadRun, renderLoad } from "./render-load.ts";
import { type LoadPlan, runLoad } from "./run-load.ts";

const PLAN: LoadPlan = {
  sessions: 200,
  sizes: { accounts: 20_000, orders: 200_000, rates: 20_000 },
  files: MIGRATIONS,
  pauseMs: 1_000,
  lockTimeoutMs: 2_000,
  holdMs: 10_000,
  gapMs: 4_000,
  baselineMs: 15_000,
  contrast: "run",
  onPhase: (phase) => process.stderr.write(`load: ${new Date().toISOString().slice(11, 19)} ${phase}\n`),
};

const parameters = process.argv.slice(2);
const sessions = Number(
  parameters.find((one) => one.startsWith("--sessions="))?.split("=")[1] ?? PLAN.sessions,
);
const known = parameters.every((one) => one === "--write" || /^--sessions=[1-9]\d{0,2}$/.test(one));
if (!known || sessions > 250) {
  process.stderr.write("load: there are --write and --sessions=1 to 250.\n");
  process.exit(64);
}

const runs: LoadRun[] = [];
for (const binaries of await chooseInstallations()) {
  const server = await startLoadServer(binaries);
  try {
    const figures = await runLoad(server.url, { ...PLAN, sessions });
    runs.push({ server: binaries.version, figures, verdict: judgeLoad(figures) });
  } finally {
    await server.stop();
  }
}
const text = renderLoad(readCircumstances(), runs);
process.stdout.write(`${text}\n`);
if (parameters.includes("--write")) await writeFile(join(import.meta.dirname, "RESULTS.md"), text);
const isBroken = runs.length === 0 || runs.some(({ verdict }) => verdict.faults.length > 0);
process.stdout.write(isBroken ? "The load case does NOT hold.\n" : "The load case holds.\n");
process.exitCode = isBroken ? 1 : 0;
