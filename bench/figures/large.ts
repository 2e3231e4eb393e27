import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Bench, type Figure, milliseconds, type Part, ratio } from "../figure.ts";
import { type LargeForm, writeLargeFile } from "../large-files.ts";
import { inTurns, median, medianRatio } from "../measure.ts";
import { childProgram, runCli, runProgram } from "../spawn.ts";

interface Taken {
  /** Of the whole process, the rehearsal apart. */
  readonly wallMs: number;
  readonly rehearsalMs: number;
  readonly maxRssKb: number;
}

/** One file of 200 MB of INSERTs, against psql with the same file. */
export const measureLargeInserts = (bench: Bench): Promise<Part> =>
  measureLarge(bench, "INSERTs", ["inserts", "rows"]);

/** One file with 200 MB of COPY data, against psql with the same file. */
export const measureLargeCopy = (bench: Bench): Promise<Part> => measureLarge(bench, "COPY data", ["copy"]);

async function measureLarge(bench: Bench, what: string, forms: readonly LargeForm[]): Promise<Part> {
  const megabytes = bench.quick ? 20 : 200;
  const figures: Figure[] = [];
  for (const form of forms) figures.push(...(await measureForm(bench, form, megabytes)));
  return {
    title: `One file with ${megabytes} MB of ${what}, against psql`,
    method: `The file makes a table of four columns with a primary key and fills it. Ours: the whole \`up\`, from the start of the process to its end, less the rehearsal's own time as its report says it (it loads the same rows into a server of its own). psql: the whole process (\`psql -X -q -1 -v ON_ERROR_STOP=1 -f\`, the binary itself). Each time a new database, ours and psql in turns; fsync on. Memory: the greatest resident size of our process as it reports it at its end, the rehearsal included.${bench.psql === null ? " There is no psql on this machine: nothing to compare with." : ""}`,
    figures,
  };
}

const NAMES = {
  inserts: "one row each",
  rows: "1,000 rows each",
  copy: "one COPY",
} as const satisfies Record<LargeForm, string>;

async function measureForm(bench: Bench, form: LargeForm, megabytes: number): Promise<readonly Figure[]> {
  const migrations = await writeLargeFile(bench.work, form, megabytes);
  const { psql, server } = bench;
  const theirs = async () => {
    await server.makeFresh("theirs");
    if (psql === null) return Number.NaN;
    const file = join(migrations, "001_fill_large.sql");
    const url = server.url("theirs", "password");
    return (await runProgram(psql, ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", file]))
      .wallMs;
  };
  const turns = bench.quick ? 1 : form === "inserts" ? 1 : 3;
  const { one, other } = await inTurns(turns, () => runOurs(bench, migrations), theirs);
  const wallMs = one.map((taken) => taken.wallMs);
  const measured = medianRatio(wallMs, other);
  const megabytesOfMemory = Math.max(...one.map(({ maxRssKb }) => maxRssKb)) / 1024;
  const name = `${megabytes} MB, ${NAMES[form]}`;
  return [
    {
      name: `${name} ÷ psql, the rehearsal apart`,
      target: "≤ 1.3 ×",
      measured: `${psql === null ? "no psql" : ratio(measured)} (${milliseconds(median(wallMs))}, psql ${milliseconds(median(other))}; rehearsal ${milliseconds(median(one.map(({ rehearsalMs }) => rehearsalMs)))})`,
      met: psql === null ? null : measured <= 1.3,
      values: { ours: one, psql: other },
    },
    {
      name: `  Memory of \`up\` for it`,
      target: "< 200 MB",
      measured: `${Math.round(megabytesOfMemory)} MB`,
      met: megabytesOfMemory < 200,
      values: one.map(({ maxRssKb }) => maxRssKb),
    },
  ];
}

async function runOurs(bench: Bench, migrations: string): Promise<Taken> {
  await bench.server.makeFresh("ours");
  const usageFile = join(bench.work, "usage.json");
  const hook = pathToFileURL(childProgram(bench, "usage.mjs")).href;
  const { stdout, wallMs } = await runCli(
    bench,
    ["up", "--quiet", "--json", "--migrations-path", migrations],
    bench.server.url("ours", "password"),
    { BENCH_USAGE: usageFile },
    ["--import", hook],
  );
  const { rehearsal, result } = JSON.parse(stdout);
  if (result !== "applied") throw new Error(`The large file was not applied: ${stdout.slice(0, 2000)}`);
  const { maxRssKb } = JSON.parse(await readFile(usageFile, "utf8"));
  return { wallMs: wallMs - rehearsal.durationMs, rehearsalMs: rehearsal.durationMs, maxRssKb };
}
