import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built.ts";
import { connect } from "./connect.ts";
import type { TestDatabase } from "./servers.ts";

/** Real projects' histories, beside the checkout; they may be absent. */
export const CORPORA = join(ROOT, "../shared/corpora");

/** What plain psql made of each of them. */
export const TRUTH = join(CORPORA, "truth");

/** True when the histories are here. Where they are not, the tests that need them are skipped, and this says so. */
export function corporaAreHere(): boolean {
  if (existsSync(TRUTH)) return true;
  console.warn(`Real histories were not run: there is no ${CORPORA}.`);
  return false;
}

/** What `psql -XAt -f truth/fingerprint.sql` prints of the database, on a connection of its own. */
export async function fingerprintOf(database: TestDatabase): Promise<string[]> {
  const sql = readFileSync(join(TRUTH, "fingerprint.sql"), "utf8");
  const client = await connect(database.url);
  const results = (await client.query(sql)) as unknown as { rows: { l: string }[] }[];
  await client.end();
  return results.flatMap(({ rows }) => rows.map(({ l }) => l));
}

/** The same without what is said of the ledger, its history, its function and its view. */
export async function projectFingerprintOf(database: TestDatabase): Promise<string[]> {
  return (await fingerprintOf(database)).filter((line) => !isOurs(line));
}

/** The fingerprint of the history `name` after its last file, on the major `major`. */
export function truthOf(name: string, major: number): string[] {
  const [path = ""] = [major, 15].map((of) => join(TRUTH, `${name}.${of}.fingerprint`)).filter(existsSync);
  return readFileSync(path, "utf8").split("\n").filter(Boolean);
}

const isOurs = (line: string): boolean =>
  /^(rel|col|con|view|fun|rows) public\.(schema_migrations|migration_history|migration_status_view|get_migration_status)\b/.test(
    line,
  ) || /^idx CREATE UNIQUE INDEX (schema_migrations|migration_history)_pkey /.test(line);
