import { type FileName, numberVersion } from "./numbered-name.ts";

/** True for an .sql file in the directory itself that is not hidden, and not the questions of `V.verify.sql`. */
export function isFlatSql(name: string): boolean {
  if (name.startsWith(".") || name.includes("/")) return false;
  const end = name.slice(-11).toLowerCase();
  return end.endsWith(".sql") && end !== ".verify.sql";
}

/**
 * The parts of a file's name that `pattern` finds in what stands before its `.sql`: digits of the version first, then
 * the name, which may be empty; null when it finds none.
 */
export function parseFlatName(path: string, pattern: RegExp): FileName | null {
  const stem = withoutSql(path);
  const [, digits, name] = pattern.exec(stem) ?? [];
  if (digits === undefined) return null;
  return { role: "up", version: numberVersion(digits), name: name || stem, stem };
}

/** `name` without the `.sql` at its end, where there is one. */
export function withoutSql(name: string): string {
  return name.replace(/\.sql$/i, "");
}
