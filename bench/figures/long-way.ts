import { type Bench, type Figure, milliseconds, type Part } from "../figure.ts";
import { inTurns, median } from "../measure.ts";
import { writeMigrations } from "../migrations.ts";
import { writeOneSql } from "../one-sql.ts";
import { startProxy } from "../proxy.ts";
import { runCli, runPsql } from "../spawn.ts";

const ONE_WAY_MS = 5;
const DATABASE = "far";

/** What it takes to apply over a line of 10 ms a round trip. */
export async function measureLongWay(bench: Bench): Promise<Part> {
  const count = bench.quick ? 20 : 100;
  return {
    title: `${count} migrations at 10 ms a round trip`,
    method:
      "A TCP proxy that holds every byte back for 5 ms each way stands before the target. Ours: the whole process of `up` on an empty database, less the rehearsal as the report has it. psql: the whole process with the same transactions. Directly: psql without the proxy, which is what the server and its disk take. Measured before all else: after much writing the disk of the machine used here takes two to three times as long for a minute.",
    figures: await measure(bench, count),
  };
}

async function measure(bench: Bench, count: number): Promise<readonly Figure[]> {
  const { server, psql } = bench;
  const [migrations, oneSql] = [await writeMigrations(bench.work, count), await writeOneSql(bench, count)];
  const proxy = await startProxy(server.port, ONE_WAY_MS);
  const far = server.url(DATABASE, "password", { port: proxy.port });
  const ours = async () => {
    await server.makeFresh(DATABASE);
    const { stdout, wallMs } = await runCli(
      bench,
      ["up", "--quiet", "--json", "--migrations-path", migrations],
      far,
    );
    const rehearsalMs = Number(JSON.parse(stdout).rehearsal.durationMs);
    return { wallMs, withoutRehearsalMs: wallMs - rehearsalMs };
  };
  const theirs = (url: string) => async () => {
    await server.makeFresh(DATABASE);
    return psql === null ? Number.NaN : (await runPsql(psql, url, oneSql)).wallMs;
  };
  try {
    const { one, other } = await inTurns(bench.quick ? 1 : 5, ours, async () => ({
      farMs: await theirs(far)(),
      directMs: await theirs(server.url(DATABASE, "password"))(),
    }));
    const ms = median(one.map(({ withoutRehearsalMs }) => withoutRehearsalMs));
    const psqlFigure = (name: string, times: readonly number[]): Figure => ({
      name,
      target: null,
      measured: psql === null ? "no psql on this machine" : milliseconds(median(times)),
      met: null,
      values: times,
    });
    return [
      {
        name: "`up` without the rehearsal",
        target: "< 1 s",
        measured: milliseconds(ms),
        met: ms < 1_000,
        values: one,
      },
      psqlFigure(
        "  psql on the same way",
        other.map(({ farMs }) => farMs),
      ),
      psqlFigure(
        "  psql directly",
        other.map(({ directMs }) => directMs),
      ),
    ];
  } finally {
    await proxy.close();
  }
}
