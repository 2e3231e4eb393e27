import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes `count` migrations of two statements each into a directory of `work`, as for `tool`; resolves to its path. */
export async function writeMigrations(
  work: string,
  count: number,
  tool: keyof typeof HEADS = "plain",
): Promise<string> {
  const directory = join(work, `migrations-${tool}-${count}`);
  await mkdir(directory, { recursive: true });
  for (let number = 1; number <= count; number++) {
    const version = String(number).padStart(5, "0");
    await writeFile(
      join(directory, `${version}_create_t${version}.sql`),
      HEADS[tool] + migration(`t${version}`),
    );
  }
  return directory;
}

/** By what each file shows for which tool it was written. */
const HEADS = { plain: "", goose: "-- +goose Up\n", dbmate: "-- migrate:up\n" } as const;

const migration = (table: string): string =>
  `CREATE TABLE ${table} (id bigint PRIMARY KEY, name text NOT NULL);\nCREATE INDEX ${table}_name ON ${table} (name);\n`;
