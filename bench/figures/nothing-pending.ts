import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Bench, type Figure, milliseconds, type Part, ratio } from "../figure.ts";
import { inTurns, median, medianRatio } from "../measure.ts";
import { writeMigrations } from "../migrations.ts";
import { childProgram, runCli, runProgram } from "../spawn.ts";

/** Text that stands in a library's code and nowhere else: how to know it in a bundle. */
const LIBRARIES = {
  "SQL parser (libpg-query)": /libpg[-_]query|pg_query_parse/,
  "GitHub client (Octokit)": /octokit/i,
  "@actions/core": /ACTIONS_ID_TOKEN_REQUEST_URL/,
} as const;

/** The run of every day: all is applied already. */
export async function measureNothingPending(bench: Bench): Promise<Part> {
  const count = bench.quick ? 100 : 1_000;
  const migrations = await writeMigrations(bench.work, count);
  const url = bench.server.url("applied", "password");
  await bench.server.makeFresh("applied");
  await runProgram(process.execPath, [childProgram(bench, "fill-ledger.mjs")], {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: migrations,
    DATABASE_URL: url,
  });
  const parameters = ["up", "--migrations-path", migrations];
  const ours = async () => (await runCli(bench, parameters, url)).wallMs;
  const bare = async () =>
    (await runProgram(process.execPath, [childProgram(bench, "bare-query.mjs")], { DATABASE_URL: url }))
      .wallMs;
  await ours();
  await bare();
  const { one, other } = await inTurns(bench.quick ? 3 : 61, ours, bare);
  const times = medianRatio(one, other);
  return {
    title: `Nothing pending, ${count.toLocaleString("en")} applied`,
    method:
      "Whole processes of the same Node, in turns: `node dist/cli.js up` against a script that connects with `pg`, runs `SELECT 1` and ends. What is loaded is taken from V8's own coverage (NODE_V8_COVERAGE), which lists every script that was evaluated; libraries are looked for by text that only they have.",
    figures: [
      {
        name: "`up` ÷ bare script with one query",
        target: "≤ 1.5 ×",
        measured: `${ratio(times)} (${milliseconds(median(one))}, bare ${milliseconds(median(other))})`,
        met: times <= 1.5,
        values: { ours: one, bare: other },
      },
      await findLibraries(bench, parameters, url),
    ],
  };
}

async function findLibraries(bench: Bench, parameters: readonly string[], url: string): Promise<Figure> {
  const directory = join(bench.work, "coverage");
  await runCli(bench, parameters, url, { NODE_V8_COVERAGE: directory });
  const loaded = await readLoaded(directory);
  const texts = await Promise.all(loaded.map((path) => readFile(path, "utf8")));
  const found = Object.entries(LIBRARIES).flatMap(([name, text]) =>
    texts.some((one) => text.test(one)) ? [name] : [],
  );
  const inDist = loaded.filter((path) => path.startsWith(join(bench.root, "dist") + sep));
  const outside = loaded.length - inDist.length;
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    name: "Loaded of the parser, the GitHub client, @actions/core",
    target: "none",
    measured: `${found.join(", ") || "none"} (${inDist.length} files of dist/, ${Math.round(bytes / 1024)} kB${outside > 0 ? `, and ${outside} others` : ""})`,
    met: found.length === 0 && outside === 0 && inDist.length > 0,
    values: inDist.map((path, index) => ({
      file: path.slice(bench.root.length + 1),
      bytes: Buffer.byteLength(texts[index] ?? ""),
    })),
  };
}

/** Paths of all scripts that a process evaluated. */
async function readLoaded(directory: string): Promise<string[]> {
  const reports = await Promise.all(
    (await readdir(directory)).map((name) => readFile(join(directory, name), "utf8")),
  );
  const urls = reports.flatMap((text) =>
    (JSON.parse(text).result as { url: string }[]).map(({ url }) => url),
  );
  return [...new Set(urls.filter((url) => url.startsWith("file:")).map((url) => fileURLToPath(url)))];
}
