import type { MigrationFile } from "../files/migration-file.ts";

/**
 * What the version of a row means: `001`, `1` and `1_create_users` are one, as a file that inserts its own row may write
 * any of them; other texts mean themselves. The same in SQL: `isOwnRow` in record.ts.
 */
export function rowKey(version: string): string {
  const [, number] = /^0*(\d+)(?:[_-].*)?$/s.exec(version) ?? [];
  return number === undefined ? `text:${version}` : number;
}

/** The keys of all rows that mean `file`. */
export function rowKeysOf({ version, stem }: MigrationFile): readonly string[] {
  return [rowKey(version.text), rowKey(stem)];
}
