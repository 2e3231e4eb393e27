/**
 * `npm run load:http [-- --write]`: how fast `serve` tells the health of langfuse's and openmeter's databases, beside a bare server.
 * Exits 1 where it is not as it should be. `--write` puts the figures into test/load/HTTP-RESULTS.md.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCorpora } from "../support/corpora.ts";
import { readCircumstances } from "./circumstances.ts";
import { judgeHttp } from "./judge-http.ts";
import { chooseInstallations, startLoadServer } from "./load-server.ts";
import { renderHttp } from "./render-http.ts";
import { type HttpFigures, type HttpPlan, runHttp } from "./run-http.ts";

const PLAN: HttpPlan = {
  perSecond: 500,
  connections: 20,
  seconds: 30,
  firstRequests: 10_000,
  allRequests: 100_000,
  onPhase: (phase) => process.stderr.write(`load: ${new Date().toISOString().slice(11, 19)} ${phase}\n`),
};

if (process.argv.slice(2).some((word) => word !== "--write")) {
  process.stderr.write("load: there is --write.\n");
  process.exit(64);
}
// corpora.ts has said so.
if (!hasCorpora) process.exit(0);

const binaries = (await chooseInstallations()).at(-1);
if (binaries === undefined) throw new Error("There is no PostgreSQL server here: run `npm install`.");
const server = await startLoadServer(binaries);
const all: HttpFigures[] = [];
try {
  for (const history of ["langfuse", "openmeter"]) all.push(await runHttp(server.url, history, PLAN));
} finally {
  await server.stop();
}
const text = renderHttp(readCircumstances(), binaries.version, PLAN, all);
process.stdout.write(`${text}\n`);
if (process.argv.includes("--write")) await writeFile(join(import.meta.dirname, "HTTP-RESULTS.md"), text);
const faults = all.flatMap(judgeHttp);
process.stdout.write(faults.length === 0 ? "The load case holds.\n" : `${faults.join("\n")}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
