import { plain } from "../../src/files/layouts/plain.ts";
import type { MigrationFile } from "../../src/files/migration-file.ts";

/** A migration of version 1 that has no statement, for what is asked about it. */
export function readPlain(): MigrationFile {
  const [file] = plain.makeMigrations([{ name: "1_a.sql", file: "m/1_a.sql", text: "" }]).files;
  if (file === undefined) throw new Error("1_a.sql is a migration.");
  return file;
}
