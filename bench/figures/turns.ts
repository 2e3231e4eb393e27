import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { askOnce, type Entry } from "../bench-server.ts";
import { type Bench, type Figure, milliseconds, type Part } from "../figure.ts";
import { inTurns, median, timed } from "../measure.ts";
import { writeMigrations } from "../migrations.ts";
import { type LineProxy, startProxy } from "../proxy.ts";
import { childProgram, runCli, runProgram, runPsql } from "../spawn.ts";

const ONE_WAY_MS = 5;

/** How often the client speaks to the server, whatever the number of migrations; and what that means on a long way. */
export async function measureTurns(bench: Bench): Promise<Part> {
  const counts = bench.quick ? [5, 20] : [10, 100, 1_000];
  const proxy = await startProxy(bench.server.port, 0);
  const figures: Figure[] = [];
  try {
    for (const entry of ["password", "trust"] as const)
      for (const sslMode of ["disable", "prefer"])
        figures.push(await countTurns(bench, proxy, counts, entry, sslMode));
    figures.push(await countTurnsOfPsql(bench, proxy));
  } finally {
    await proxy.close();
  }
  figures.push(...(await measureLongWay(bench)));
  return {
    title: "Turns on the line",
    method:
      "A TCP proxy stands before the target. A turn: the client speaks at the beginning of a connection or after the server has spoken; a goodbye counts too. Counted over the whole `up` of the built command line on an empty database: connecting (both connections), facts, ledger, lock, applying, reading the ledger again. The rehearsal's own server does not stand behind the proxy; the questions it asks of the target do, and count.",
    figures,
  };
}

const applyThrough = (bench: Bench, migrations: string, url: string) =>
  runCli(bench, ["up", "--quiet", "--json", "--migrations-path", migrations], url);

async function countTurns(
  bench: Bench,
  proxy: LineProxy,
  counts: readonly number[],
  entry: Entry,
  sslMode: string,
): Promise<Figure> {
  const found: { count: number; turns: number; connections: number }[] = [];
  for (const count of counts) {
    const migrations = await writeMigrations(bench.work, count);
    await bench.server.makeFresh("turns");
    proxy.takeTurns();
    await applyThrough(bench, migrations, bench.server.url("turns", entry, { port: proxy.port, sslMode }));
    found.push({ count, ...proxy.takeTurns() });
  }
  const turns = found.map((one) => one.turns);
  const isConstant = new Set(turns).size === 1;
  return {
    name: `Turns for ${counts.map((count) => count.toLocaleString("en")).join(" / ")} pending, ${entry === "trust" ? "trust" : "password (SCRAM)"}, sslmode ${sslMode}`,
    target: "constant, ≤ 20",
    measured: `${turns.join(" / ")} on ${found[0]?.connections} connections`,
    met: isConstant && Math.max(...turns) <= 20,
    values: found,
  };
}

async function countTurnsOfPsql(bench: Bench, proxy: LineProxy): Promise<Figure> {
  const count = bench.quick ? 20 : 100;
  const name = `psql's turns for the same ${count}`;
  if (bench.psql === null)
    return { name, target: null, measured: "no psql on this machine", met: null, values: null };
  const oneSql = await writeOneSql(bench, count);
  await bench.server.makeFresh("turns");
  proxy.takeTurns();
  await runPsql(bench.psql, bench.server.url("turns", "password", { port: proxy.port }), oneSql);
  const { turns } = proxy.takeTurns();
  return { name, target: null, measured: String(turns), met: null, values: turns };
}

async function writeOneSql(bench: Bench, count: number): Promise<string> {
  const file = join(bench.work, `one-${count}.sql`);
  const env = {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: await writeMigrations(bench.work, count),
    DATABASE_URL: bench.server.url("turns", "password"),
    BENCH_OUT: file,
  };
  await writeFile(file, "");
  await runProgram(process.execPath, [childProgram(bench, "write-sql.mjs")], env);
  return file;
}

async function measureLongWay(bench: Bench): Promise<readonly Figure[]> {
  const count = bench.quick ? 20 : 100;
  const { server, psql } = bench;
  const [migrations, oneSql] = [await writeMigrations(bench.work, count), await writeOneSql(bench, count)];
  const proxy = await startProxy(server.port, ONE_WAY_MS);
  const url = (sslMode: string) => server.url("turns", "password", { port: proxy.port, sslMode });
  const ours = async () => {
    await server.makeFresh("turns");
    const { stdout, wallMs } = await applyThrough(bench, migrations, url("disable"));
    return { wallMs, withoutRehearsalMs: wallMs - Number(JSON.parse(stdout).rehearsal.durationMs) };
  };
  const theirs = async () => {
    await server.makeFresh("turns");
    return psql === null ? Number.NaN : (await runPsql(psql, url("disable"), oneSql)).wallMs;
  };
  try {
    await server.makeFresh("turns");
    const ask = median(
      await Promise.all(
        [1, 2, 3].map(async () => (await timed(() => askOnce(url("disable"), "SELECT 1"))).wallMs),
      ),
    );
    const { one, other } = await inTurns(bench.quick ? 1 : 5, ours, theirs);
    const ms = median(one.map(({ withoutRehearsalMs }) => withoutRehearsalMs));
    return [
      {
        name: `${count} migrations at 10 ms a round trip: whole \`up\` without the rehearsal`,
        target: "< 1 s",
        measured: milliseconds(ms),
        met: ms < 1_000,
        values: { ours: one, oneQueryMs: ask },
      },
      {
        name: `  psql on the same way`,
        target: null,
        measured: psql === null ? "no psql on this machine" : milliseconds(median(other)),
        met: null,
        values: other,
      },
    ];
  } finally {
    await proxy.close();
  }
}
