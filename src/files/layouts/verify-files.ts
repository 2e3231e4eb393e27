import { MigrateError } from "../../errors.ts";
import type { Layout, MigrationFile, VerifyFile } from "../migration-file.ts";
import type { ReadLayout, SourceFile } from "./layout.ts";

/** True for a file of questions by its name, in the directory itself or in one of its folders. */
export const isVerifyName = (name: string): boolean => /(^|\/)[^./][^/]*\.verify\.sql$/i.test(name);

/** The files of questions of one migration, by their paths. */
export function makeVerifyFiles(sources: readonly SourceFile[]): readonly VerifyFile[] {
  return sources.map(({ file, text }) => ({ file, text })).sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** FILE_UNSUPPORTED where it is too large to be held. */
export function questionProblems({ file, large }: SourceFile, version: string): readonly MigrateError[] {
  if (large === undefined) return [];
  const message = `${file}: a file of questions has at most 8 MB.`;
  const hint = "Keep the queries that show that the migration did what it should.";
  return [new MigrateError("FILE_UNSUPPORTED", message, { at: { file, line: 1, column: 1 }, hint, version })];
}

/** VERIFY_WITHOUT_UP. */
export function verifyWithoutUp({ file }: SourceFile): MigrateError {
  const message = `${file} asks about a migration, and no file here is that migration.`;
  const hint =
    "Give it the version of the migration that it is about, or remove it: no question is skipped in silence.";
  return new MigrateError("VERIFY_WITHOUT_UP", message, { at: { file, line: 1, column: 1 }, hint });
}

/**
 * `read` with the questions in `sources`, which its layout knows nothing of: our own files lie beside any tool's, with the
 * version of the migration before `.verify.sql`, as the tool writes it.
 */
export function withQuestions(read: ReadLayout, sources: readonly SourceFile[], layout: Layout): ReadLayout {
  if (sources.length === 0) return read;
  const byKey = new Map<string, SourceFile[]>();
  const alone: SourceFile[] = [];
  const known = new Set(read.files.map(({ version }) => version.key));
  for (const source of sources) {
    const key = layout.parseVersion(stemOf(source))?.key;
    if (key === undefined || !known.has(key)) alone.push(source);
    else byKey.set(key, [...(byKey.get(key) ?? []), source]);
  }
  const files = read.files.map((file): MigrationFile => {
    const own = byKey.get(file.version.key);
    return own === undefined ? file : { ...file, verify: makeVerifyFiles(own) };
  });
  const tooLarge = sources.flatMap((source) => questionProblems(source, stemOf(source)));
  return {
    files,
    problems: [...read.problems, ...tooLarge, ...alone.map(verifyWithoutUp)],
  };
}

const stemOf = ({ name }: SourceFile): string => name.replace(/\.verify\.sql$/i, "");
