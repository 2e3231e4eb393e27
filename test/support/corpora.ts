import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./built.ts";
import { connect } from "./connect.ts";
import type { TestDatabase } from "./servers.ts";

/** Real histories that lie beside the project, each a directory, and `truth/`: what psql makes of them. */
export const CORPORA = join(ROOT, "../shared/corpora");
export const TRUTH = join(CORPORA, "truth");

/** False on a machine without them: a test that needs them is left out, and says so. */
export const hasCorpora = existsSync(TRUTH);
if (!hasCorpora) console.warn(`Real histories were not looked at: there is no ${CORPORA}.`);

/** One migration of a history, as psql was told to run it. */
export interface TrueStep {
  readonly version: string;
  readonly name: string;
  /** Below CORPORA. */
  readonly file: string;
  readonly mode: string;
  readonly features: readonly string[];
}

/** The migrations of the history `name` in their order. Source: truth/NAME.order.tsv. */
export function orderOf(name: string): readonly TrueStep[] {
  const lines = readFileSync(join(TRUTH, `${name}.order.tsv`), "utf8")
    .trimEnd()
    .split("\n");
  return lines.map((line) => {
    const [, version = "", name = "", file = "", mode = "", features = ""] = line.split("\t");
    return { version, name, file, mode, features: features.split(",") };
  });
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
  /^(rel|col|con|view|fun|rows) public\.(schema_migrations|migration_history|migration_expectation|migration_status_view|get_migration_status)\b/.test(
    line,
  ) ||
  /^idx CREATE UNIQUE INDEX (schema_migrations|migration_history|migration_expectation)_pkey /.test(line);
