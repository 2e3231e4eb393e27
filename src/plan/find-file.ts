import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";

/**
 * The file of `set` that a person means by `asked`: its version in any form that the layout reads, or the number alone
 * that its version begins with, where no other file's does; null when there is none.
 */
export function findFile(asked: string, set: MigrationSet): MigrationFile | null {
  const key = set.layout.parseVersion(asked)?.key;
  const exact = set.files.find(({ version }) => version.key === key);
  if (exact !== undefined) return exact;
  if (!/^\d+$/.test(asked)) return null;
  const [only = null, ...others] = set.files.filter(({ version }) => isNumber(version.text, asked));
  return others.length === 0 ? only : null;
}

function isNumber(version: string, asked: string): boolean {
  const [digits] = /^\d+/.exec(version) ?? [];
  return digits !== undefined && BigInt(digits) === BigInt(asked);
}
