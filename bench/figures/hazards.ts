import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Bench, type Figure, milliseconds, type Part } from "../figure.ts";
import { writeMigrations } from "../migrations.ts";
import { childProgram, runProgram } from "../spawn.ts";

/** What the true dry run adds: reading SQL and judging it, and a whole check of a pull request. */
export async function measureHazards(bench: Bench): Promise<Part> {
  return {
    title: "Hazards and check",
    method:
      "Hazards: statements parsed by PostgreSQL's parser and judged by all rules, without a catalog, in one process. Check: `node dist/cli.js check` on migrations-example in a directory that is no checkout, so that all of its files are tried, with ways back, on a throwaway server that it finds and starts.",
    figures: [await measureRules(bench), await measureCheck(bench)],
  };
}

async function measureRules(bench: Bench): Promise<Figure> {
  const count = bench.quick ? 100 : 1_000;
  const env = {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: await writeMigrations(bench.work, count),
    DATABASE_URL: bench.server.url("postgres", "password"),
  };
  const { stdout } = await runProgram(process.execPath, [childProgram(bench, "hazards.mjs")], env);
  const values = JSON.parse(stdout);
  const { loadMs, parseMs, judgeMs, statements, peakMb } = values;
  const beyondMs = parseMs + judgeMs;
  return {
    name: `Parsing and rules for ${count.toLocaleString("en")} migrations beyond loading the parser`,
    target: "< 2 s",
    measured: `${milliseconds(beyondMs)} for ${statements.toLocaleString("en")} statements (parsing ${milliseconds(parseMs)}; the parser loads in ${milliseconds(loadMs)}; ${Math.round(peakMb)} MB at most)`,
    met: beyondMs < 2_000,
    values,
  };
}

async function measureCheck(bench: Bench): Promise<Figure> {
  const directory = join(bench.work, "check");
  await mkdir(directory, { recursive: true });
  await cp(join(bench.root, "migrations-example"), join(directory, "migrations"), { recursive: true });
  const begun = performance.now();
  const cli = join(bench.root, "dist", "cli.js");
  const parameters = ["check", "--quiet", "--migrations-path", join(directory, "migrations")];
  await runProgram(process.execPath, [cli, ...parameters]);
  const elapsedMs = performance.now() - begun;
  return {
    name: "check of migrations-example, from zero, cold",
    target: "< 8 s",
    measured: milliseconds(elapsedMs),
    met: elapsedMs < 8_000,
    values: { elapsedMs },
  };
}
