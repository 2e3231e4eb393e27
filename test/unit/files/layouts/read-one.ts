import { expect } from "vitest";
import type { LayoutReader, ReadLayout } from "../../../../src/files/layouts/layout.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import type { MigrationFile, WayBack } from "../../../../src/files/migration-file.ts";

/** What `reader` makes of the files, by name. */
export function readFiles(reader: LayoutReader, files: Readonly<Record<string, string>>): ReadLayout {
  const sources = Object.entries(files).map(([name, text]) => ({ name, file: `m/${name}`, text }));
  return reader.makeMigrations(sources.filter(({ name }) => reader.reads(name)));
}

/** The only migration in a file with `text`; fails where there is a problem. */
export function readOne(reader: LayoutReader, text: string, name = "001_a.sql"): MigrationFile {
  const { files, problems } = readFiles(reader, { [name]: text });
  expect(problems).toEqual([]);
  const [file] = files;
  if (file === undefined) throw new Error("No file was read.");
  return file;
}

/** Code, line and column of each problem in a file with `text`, and its message and hint in one. */
export function problemsIn(reader: LayoutReader, text: string, name = "001_a.sql") {
  return readFiles(reader, { [name]: text }).problems.map(({ code, message, details }) => ({
    code,
    line: details.at?.line,
    column: details.at?.column,
    says: `${message} ${details.hint}`,
  }));
}

/** The statements of one way, each as `line:column text`, in the order in which they run. */
export function statementsOf(way: Pick<WayBack, "text" | "transactions"> | null): string[] | null {
  if (way === null) return null;
  const script = makeScript(way, { schema: "public", table: "schema_migrations" });
  expect(script.problems).toEqual([]);
  return script.statements.map(({ line, column, sql }) => `${line}:${column} ${sql}`);
}
