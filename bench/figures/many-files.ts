import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bench, type Figure, milliseconds, type Part } from "../figure.ts";
import { writeMigrations } from "../migrations.ts";
import { childProgram, runCli, runProgram } from "../spawn.ts";

/** How time and memory grow with the number of files. */
export async function measureManyFiles(bench: Bench): Promise<Part> {
  const counts = bench.quick ? [100, 200, 400] : [1_000, 2_500, 5_000, 10_000];
  const most = counts.at(-1) ?? 0;
  const usages = [await measureStatus(bench, most, "pending"), await measureStatus(bench, most, "applied")];
  return {
    title: `${most.toLocaleString("en")} files`,
    method:
      "Plan: the directory read and the plan made, everything pending, best of five in one process. Detection: the directory recognised and read into migrations, against its names listed and its files read as text, in turns in one process, the best of each. Memory: the greatest resident size of `node dist/cli.js status` as the process itself reports it at its end. The rehearsal is left out.",
    figures: [await measureGrowth(bench, counts), ...(await measureDetection(bench, most)), ...usages],
  };
}

async function measureGrowth(bench: Bench, counts: readonly number[]): Promise<Figure> {
  const found: { count: number; readMs: number; planMs: number; perFileUs: number }[] = [];
  for (const count of counts) {
    const env = {
      BENCH_LIB: join(bench.work, "lib"),
      BENCH_MIGRATIONS: await writeMigrations(bench.work, count),
      DATABASE_URL: bench.server.url("postgres", "password"),
    };
    const { readMs, planMs } = JSON.parse(
      (await runProgram(process.execPath, [childProgram(bench, "plan.mjs")], env)).stdout,
    );
    found.push({ count, readMs, planMs, perFileUs: ((readMs + planMs) * 1000) / count });
  }
  const perFile = found.map(({ perFileUs }) => perFileUs);
  const growth = (perFile.at(-1) ?? Number.NaN) / (perFile[0] ?? Number.NaN);
  return {
    name: `Time a file to read and plan ${counts.map((count) => count.toLocaleString("en")).join(" / ")} files`,
    target: "linear: the last ≤ 1.3 × the first",
    measured: `${perFile.map((us) => Math.round(us)).join(" / ")} µs (${growth.toFixed(2)} ×)`,
    met: growth <= 1.3,
    values: found,
  };
}

async function measureDetection(bench: Bench, count: number): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const tool of ["plain", "goose", "dbmate"] as const) {
    const env = {
      BENCH_LIB: join(bench.work, "lib"),
      BENCH_MIGRATIONS: await writeMigrations(bench.work, count, tool),
      DATABASE_URL: bench.server.url("postgres", "password"),
    };
    const { stdout } = await runProgram(process.execPath, [childProgram(bench, "detect.mjs")], env);
    const { ourMs, readMs } = JSON.parse(stdout);
    const times = ourMs / readMs;
    figures.push({
      name: `Detection and reading of ${count.toLocaleString("en")} files (${tool}) ÷ reading them`,
      target: "< 2 ×",
      measured: `${times.toFixed(2)} × (${milliseconds(ourMs)}, reading alone ${milliseconds(readMs)})`,
      met: times < 2,
      values: { ourMs, readMs },
    });
  }
  return figures;
}

async function measureStatus(bench: Bench, count: number, state: "pending" | "applied"): Promise<Figure> {
  const migrations = await writeMigrations(bench.work, count);
  const url = bench.server.url("many", "password");
  await bench.server.makeFresh("many");
  if (state === "applied") {
    const env = { BENCH_LIB: join(bench.work, "lib"), BENCH_MIGRATIONS: migrations, DATABASE_URL: url };
    await runProgram(process.execPath, [childProgram(bench, "fill-ledger.mjs")], env);
  }
  const usageFile = join(bench.work, "usage.json");
  const hook = pathToFileURL(childProgram(bench, "usage.mjs")).href;
  const { wallMs } = await runCli(
    bench,
    ["status", "--migrations-path", migrations],
    url,
    { BENCH_USAGE: usageFile },
    ["--import", hook],
  );
  const { maxRssKb } = JSON.parse(await readFile(usageFile, "utf8"));
  const megabytes = maxRssKb / 1024;
  return {
    name: `Memory of \`status\`, ${count.toLocaleString("en")} ${state}`,
    target: "< 200 MB",
    measured: `${Math.round(megabytes)} MB, ${milliseconds(wallMs)}`,
    met: megabytes < 200,
    values: { maxRssKb, wallMs },
  };
}
