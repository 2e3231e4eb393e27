import type { MigrationFile } from "../files/migration-file.ts";
import { compareOrder } from "../files/order.ts";
import type { BaseBranch } from "./base-branch.ts";
import type { Refusal } from "./plan.ts";

/**
 * What a pull request whose files are `files` must not do to those of its base: CHECK_REMOVED, CHECK_EDITED in the order
 * of the base's files, then CHECK_TAKEN and CHECK_LATE in the order of the new ones. Repeatable migrations are free.
 */
export function checkRefusals(files: readonly MigrationFile[], base: BaseBranch): readonly Refusal[] {
  const there = byKey(files);
  const known = byKey(base.files);
  const added = files.filter((file) => isVersioned(file) && !known.has(file.version.key));
  return [
    ...base.files.filter(isVersioned).flatMap((file) => againstBase(file, there, added, base)),
    ...added.flatMap((file) => taken(file, base)),
    ...added.flatMap((file) => late(file, base)),
  ];
}

const isVersioned = ({ kind }: MigrationFile): boolean => kind === "versioned";

const byKey = (files: readonly MigrationFile[]): ReadonlyMap<string, MigrationFile> =>
  new Map(files.map((file) => [file.version.key, file]));

function againstBase(
  file: MigrationFile,
  there: ReadonlyMap<string, MigrationFile>,
  added: readonly MigrationFile[],
  base: BaseBranch,
): readonly Refusal[] {
  const now = there.get(file.version.key);
  if (now === undefined) return [removed(file, added, base)];
  if (now.name !== file.name) return [renamed(file, now, base)];
  return now.checksum === file.checksum ? [] : [edited(now, base)];
}

function removed(file: MigrationFile, added: readonly MigrationFile[], base: BaseBranch): Refusal {
  const same = added.find(({ checksum }) => checksum === file.checksum);
  if (same !== undefined) return renamed(file, same, base);
  return refuse("CHECK_REMOVED", file, {
    message: `${file.file} is on ${base.name} and was deleted: where it is applied, every \`up\` would miss it.`,
    hint: "Put it back, and take away what it made by a new migration.",
  });
}

function renamed(file: MigrationFile, now: MigrationFile, base: BaseBranch): Refusal {
  return refuse("CHECK_REMOVED", now, {
    message: `${file.file} is on ${base.name} and was renamed to ${now.file}: databases know it by its version and name.`,
    hint: "Give it its name back.",
  });
}

function edited(file: MigrationFile, base: BaseBranch): Refusal {
  const line = base.changes.lines.get(file.file)?.[0]?.from ?? 1;
  return refuse("CHECK_EDITED", file, {
    message: `${file.file}:${line}: The file is on ${base.name} and was edited: where it is applied, the edit would never run.`,
    hint: "Put it back as it is there, and write the change as a new migration.",
    line,
  });
}

/** The same migration on both sides, as after a cherry-pick, is not taken by another. */
function taken(file: MigrationFile, base: BaseBranch): readonly Refusal[] {
  const other = base.newer.find(({ version }) => version.key === file.version.key);
  if (other === undefined || (other.name === file.name && other.checksum === file.checksum)) return [];
  return [
    refuse("CHECK_TAKEN", file, {
      message: `${file.file}: Version ${file.version.text} is taken on ${base.name} by ${other.file}, which was merged since this branch began.`,
      hint: "Bring the branch up to date and give the file the next free version.",
    }),
  ];
}

function late(file: MigrationFile, base: BaseBranch): readonly Refusal[] {
  const [newest] = [...base.files, ...base.newer]
    .filter(isVersioned)
    .sort((a, b) => compareOrder(b.version, a.version));
  if (newest === undefined || compareOrder(file.version, newest.version) >= 0) return [];
  if (base.newer.some(({ version }) => version.key === file.version.key)) return [];
  return [
    refuse("CHECK_LATE", file, {
      message: `${file.file} sorts before ${newest.file}, which is on ${base.name} already: where that is applied, it would come late.`,
      hint: `Give it a version after ${newest.version.text}.`,
    }),
  ];
}

function refuse(
  code: Refusal["code"],
  file: MigrationFile,
  { message, hint, line = 1 }: { readonly message: string; readonly hint: string; readonly line?: number },
): Refusal {
  return { code, version: file.version.text, message, hint, at: { file: file.file, line, column: 1 } };
}
