import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bench } from "./figure.ts";
import { writeMigrations } from "./migrations.ts";
import { childProgram, runProgram } from "./spawn.ts";

/** Writes the same transactions as ours into one file for psql, and resolves to its path. */
export async function writeOneSql(bench: Bench, count: number): Promise<string> {
  const file = join(bench.work, `one-${count}.sql`);
  const env = {
    BENCH_LIB: join(bench.work, "lib"),
    BENCH_MIGRATIONS: await writeMigrations(bench.work, count),
    DATABASE_URL: bench.server.url("postgres", "password"),
    BENCH_OUT: file,
  };
  await writeFile(file, "");
  await runProgram(process.execPath, [childProgram(bench, "write-sql.mjs")], env);
  return file;
}
