import { join } from "node:path";
import { type Bench, type Figure, milliseconds, type Part, ratio } from "../figure.ts";
import { inTurns, median, medianRatio } from "../measure.ts";
import { writeMigrations } from "../migrations.ts";
import { childProgram, runCli, runProgram, runPsql } from "../spawn.ts";

interface Taken {
  readonly wallMs: number;
  /** Client and server together; null where the system does not tell the server's. */
  readonly cpuMs: number | null;
}

/** Many small migrations against psql with one file of the same transactions and ledger rows. */
export async function measureApply(bench: Bench): Promise<Part> {
  const count = bench.quick ? 100 : 1_000;
  const migrations = await writeMigrations(bench.work, count);
  const oneSql = join(bench.work, "one.sql");
  const env = {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: migrations,
    DATABASE_URL: bench.server.url("ours", "password"),
    BENCH_OUT: oneSql,
  };
  await runProgram(process.execPath, [childProgram(bench, "write-sql.mjs")], env);
  const figures: Figure[] = [];
  for (const fsync of ["on", "off"] as const) {
    await bench.server.set("fsync", fsync);
    figures.push(...(await compare(bench, { count, oneSql, env, fsync })));
  }
  await bench.server.set("fsync", "on");
  figures.push(await measureWhole(bench, migrations, count));
  return {
    title: `${count.toLocaleString("en")} migrations of two statements, against psql`,
    method: `Each is a CREATE TABLE and a CREATE INDEX. Ours: the apply stage, from the gate on: the connection that the plan was made on is there, and the lock's, which a run opens while it rehearses; the run lock is taken, all applied and recorded, the lock released. psql: the whole process (\`psql -X -q -v ON_ERROR_STOP=1 -f one.sql\`, the binary itself), one.sql holding for each migration BEGIN, the same INSERT into the ledger, its statements, the same completing statements, the history row among them, and COMMIT. Each time a new database, ours and psql in turns. With fsync on the server is as initdb makes it; with fsync off the disk does not hide what the client costs.${bench.psql === null ? " There is no psql on this machine: nothing to compare with." : ""}`,
    figures,
  };
}

interface Comparison {
  readonly count: number;
  readonly oneSql: string;
  readonly env: Record<string, string>;
  readonly fsync: "on" | "off";
}

async function compare(bench: Bench, { count, oneSql, env, fsync }: Comparison): Promise<readonly Figure[]> {
  const { server, psql } = bench;
  const ours = () =>
    fresh(bench, "ours", async () =>
      JSON.parse((await runProgram(process.execPath, [childProgram(bench, "apply-stage.mjs")], env)).stdout),
    );
  const theirs = () =>
    fresh(bench, "theirs", async () => {
      if (psql === null) return { wallMs: Number.NaN, cpuMs: 0 };
      return { wallMs: (await runPsql(psql, server.url("theirs", "password"), oneSql)).wallMs, cpuMs: 0 };
    });
  const { one, other } = await inTurns(bench.quick ? 2 : 7, ours, theirs);
  const wall = ratioOf(one, other, (taken) => taken.wallMs);
  const cpu = ratioOf(one, other, (taken) => taken.cpuMs ?? Number.NaN);
  const name = `${count.toLocaleString("en")} migrations ÷ psql, fsync ${fsync}`;
  const isTarget = fsync === "on" && psql !== null;
  return [
    {
      name,
      target: fsync === "on" ? "≤ 0.95 ×" : null,
      measured:
        psql === null
          ? `${milliseconds(wall.one)}, no psql`
          : `${ratio(wall.ratio)} (${milliseconds(wall.one)}, psql ${milliseconds(wall.other)})`,
      met: isTarget ? wall.ratio <= 0.95 : null,
      values: { ours: one, psql: other },
    },
    {
      name: `  CPU time of the server's sessions (and of our client), fsync ${fsync}`,
      target: null,
      measured: Number.isNaN(cpu.one)
        ? "not told by this system"
        : `${milliseconds(cpu.one)}; psql's sessions alone: ${milliseconds(cpu.other)}`,
      met: null,
      values: cpu,
    },
  ];
}

/** Takes `work` on a new database, with the CPU time that the server's sessions spent on it. */
async function fresh(bench: Bench, database: string, work: () => Promise<Taken>): Promise<Taken> {
  await bench.server.makeFresh(database);
  const before = await bench.server.readEndedCpuMs();
  const { wallMs, cpuMs } = await work();
  const after = await bench.server.readEndedCpuMs();
  return { wallMs, cpuMs: before === null || after === null ? null : after - before + (cpuMs ?? 0) };
}

function ratioOf(one: readonly Taken[], other: readonly Taken[], of: (taken: Taken) => number) {
  const [ours, theirs] = [one.map(of), other.map(of)];
  return { one: median(ours), other: median(theirs), ratio: medianRatio(ours, theirs) };
}

/** The whole command from its start to its end, and what of it the rehearsal was. */
async function measureWhole(bench: Bench, migrations: string, count: number): Promise<Figure> {
  const taken: { wallMs: number; rehearsalMs: number }[] = [];
  for (let turn = 0; turn < (bench.quick ? 1 : 3); turn++) {
    await bench.server.makeFresh("ours");
    const { stdout, wallMs } = await runCli(
      bench,
      ["up", "--quiet", "--json", "--migrations-path", migrations],
      bench.server.url("ours", "password"),
    );
    taken.push({ wallMs, rehearsalMs: JSON.parse(stdout).rehearsal.durationMs });
  }
  const wallMs = median(taken.map((one) => one.wallMs));
  const rehearsalMs = median(taken.map((one) => one.rehearsalMs));
  return {
    name: `Whole \`up\` with ${count.toLocaleString("en")} pending, rehearsal included, fsync on`,
    target: null,
    measured: `${milliseconds(wallMs)}, of which ${milliseconds(rehearsalMs)} rehearsal (${milliseconds(wallMs - rehearsalMs)} without)`,
    met: null,
    values: taken,
  };
}
