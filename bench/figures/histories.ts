import { existsSync } from "node:fs";
import { join } from "node:path";
import { askOnce } from "../bench-server.ts";
import { type Bench, type Figure, milliseconds, type Part, ratio } from "../figure.ts";
import { inTurns, median, medianRatio } from "../measure.ts";
import { childProgram, runCli, runProgram, runPsql } from "../spawn.ts";

/** Histories of ../shared/corpora, largest first. */
const NAMES = [
  "langfuse",
  "crates_io",
  "openmeter",
  "e2b",
  "marquez",
  "supabase_storage",
  "docs_rs",
  "authelia",
  "openfga",
] as const;

/** Real histories from nothing, against one psql session over the same files with the same transactions. */
export async function measureHistories(bench: Bench): Promise<Part> {
  const corpora = join(bench.root, "..", "shared", "corpora");
  const there = NAMES.filter((name) => existsSync(join(corpora, name)));
  const figures: Figure[] = [];
  for (const name of bench.quick ? there.slice(-2) : there)
    figures.push(await measureHistory(bench, name, join(corpora, name)));
  return {
    title: "Real histories from nothing, against psql",
    method: `The nine of ../shared/corpora${there.length < NAMES.length ? ` (${there.length} of them are here)` : ""}. Ours: the apply stage, from the gate on: the connection that the plan was made on is there, and the lock's, which a run opens while it rehearses; the run lock is taken, all applied and recorded, the lock released. psql: the whole process over one file of the same statements, BEGIN and COMMIT where ours has a transaction, without any ledger. In turns, each time a new database; the whole \`up\` and its rehearsal apart.`,
    figures,
  };
}

async function measureHistory(bench: Bench, name: string, migrations: string): Promise<Figure> {
  const { server, psql } = bench;
  const oneSql = join(bench.work, `${name}.sql`);
  const env = {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: migrations,
    DATABASE_URL: server.url("ours", "password"),
    BENCH_OUT: oneSql,
  };
  await runProgram(process.execPath, [childProgram(bench, "write-history-sql.mjs")], env);
  const ours = async () => {
    await makeReady(bench, "ours", name);
    const { stdout } = await runProgram(process.execPath, [childProgram(bench, "apply-stage.mjs")], env);
    return Number(JSON.parse(stdout).wallMs);
  };
  const theirs = async () => {
    if (psql === null) return Number.NaN;
    await makeReady(bench, "theirs", name);
    return (await runPsql(psql, server.url("theirs", "password"), oneSql)).wallMs;
  };
  const { one, other } = await inTurns(bench.quick ? 1 : 9, ours, theirs);
  const times = medianRatio(one, other);
  const whole = await measureWhole(bench, name, migrations);
  return {
    name: `${name} ÷ psql`,
    target: "≤ 1.1 ×",
    measured: `${psql === null ? "no psql" : ratio(times)} (${milliseconds(median(one))}, psql ${milliseconds(median(other))}); ${whole}`,
    met: psql === null ? null : times <= 1.1,
    values: { ours: one, psql: other },
  };
}

async function measureWhole(bench: Bench, name: string, migrations: string): Promise<string> {
  await makeReady(bench, "ours", name);
  const { stdout, wallMs } = await runCli(
    bench,
    ["up", "--quiet", "--json", "--migrations-path", migrations],
    bench.server.url("ours", "password"),
  );
  const { rehearsal } = JSON.parse(stdout);
  return `whole \`up\` ${milliseconds(wallMs)}, of which ${milliseconds(rehearsal.durationMs)} rehearsal`;
}

/** A new database, and on the server no roles but those that were there, and those that the history relies on. */
async function makeReady({ server }: Bench, database: string, name: string): Promise<void> {
  await server.makeFresh(database);
  const url = server.url("postgres", "password");
  for (const other of ["ours", "theirs"])
    if (other !== database) await askOnce(url, `DROP DATABASE IF EXISTS ${other} WITH (FORCE)`);
  const roles = await askOnce(
    url,
    "SELECT rolname::text AS name FROM pg_roles WHERE rolname !~ '^(pg_|bench)'",
  );
  for (const role of roles) await askOnce(url, `DROP ROLE "${role["name"]}"`);
  // The superuser of most servers, whom some files name.
  await askOnce(url, "CREATE ROLE postgres SUPERUSER");
  // What truth/supabase_storage.prelude.sql does.
  if (name === "supabase_storage")
    await askOnce(url, `ALTER DATABASE ${database} SET search_path = storage, public`);
}
