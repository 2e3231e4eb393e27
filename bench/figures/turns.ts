import type { Entry } from "../bench-server.ts";
import type { Bench, Figure, Part } from "../figure.ts";
import { writeMigrations } from "../migrations.ts";
import { writeOneSql } from "../one-sql.ts";
import { type LineProxy, startProxy } from "../proxy.ts";
import { runCli, runPsql } from "../spawn.ts";

/** How often the client speaks to the server, whatever the number of migrations. */
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
  return {
    title: "Turns on the line",
    method:
      "A TCP proxy stands before the target. A turn: the client speaks at the beginning of a connection or after the server has spoken; a goodbye counts too. Counted over the whole `up` of the built command line on an empty database: connecting (both connections), facts, ledger, lock, applying, reading the ledger again. The rehearsal's own server does not stand behind the proxy; the questions it asks of the target do, and count.",
    figures,
  };
}

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
    const url = bench.server.url("turns", entry, { port: proxy.port, sslMode });
    await runCli(bench, ["up", "--quiet", "--migrations-path", migrations], url);
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
