import { errorsOf, MigrateError } from "../errors.ts";
import type { MigrationFile, MigrationSet } from "../files/migration-file.ts";
import { shownPrefix } from "../files/read-directory.ts";
import { readMigrations } from "../files/read-migrations.ts";
import { relabel } from "../files/relabel.ts";
import { type FoundBase, findBase } from "../git/find-base.ts";
import { type Changes, readChanges } from "../git/read-changes.ts";
import { restoreDirectory } from "../git/restore-directory.ts";
import type { Git } from "../git/run-git.ts";
import type { BaseBranch } from "../plan/base-branch.ts";
import type { Flow } from "./flow.ts";

/** What a pull request is compared with; `close` takes away what was put on disk for it, and never rejects. */
export interface ReadBase {
  /** Null: all files count as the pull request's. */
  readonly base: BaseBranch | null;
  readonly notices: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * The base branch of the pull request whose files are `set`, read with git. Where that cannot be done, why is a notice;
 * but a base that was named and is not there is CHECK_BASE_MISSING.
 */
export async function readBase({ inputs, world }: Flow, set: MigrationSet): Promise<ReadBase> {
  const git = { directory: inputs.migrationsPath, signal: world.signal };
  const { ref, baseRef } = inputs.github;
  const found = await findBase(git, { given: inputs.base, baseRef, ref });
  if (found.kind === "none") {
    if (inputs.base !== null)
      throw new MigrateError("CHECK_BASE_MISSING", `${found.why}.`, { hint: found.hint });
    return without(`${found.why}. ${found.hint}`);
  }
  const removals: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(removals.map((remove) => remove())));
  const readAt = async (commit: string) => {
    const restored = await restoreDirectory(git, commit);
    removals.push(restored.remove);
    if (restored.count === 0) return [];
    return relabel(await readLike(set, restored.path), restored.path, inputs.migrationsPath);
  };
  try {
    const base = await compare(git, set, found, inputs.migrationsPath, readAt);
    return { base, notices: [], close };
  } catch (error) {
    await close();
    world.signal.throwIfAborted();
    return without(`The files of ${found.name} cannot be read: ${errorsOf(error)[0].message}`);
  }
}

function without(why: string): ReadBase {
  const notice = `All files are checked as the pull request's own, and edits to those of the base branch are not seen. ${why}`;
  return { base: null, notices: [notice], close: async () => {} };
}

async function compare(
  git: Git,
  set: MigrationSet,
  { name, mergeBase, tip }: Extract<FoundBase, { kind: "found" }>,
  migrationsPath: string,
  readAt: (commit: string) => Promise<readonly MigrationFile[]>,
): Promise<BaseBranch> {
  const changes = byPath(await readChanges(git, mergeBase), shownPrefix(migrationsPath));
  // Nothing is new then, so nothing can be late or taken either.
  if (changes.files.size === 0) return { name, commit: mergeBase, files: set.files, newer: [], changes };
  const here = new Map(set.files.map((file) => [file.file, file]));
  // Of what git calls unchanged the checkout's own form counts: filters may have made it (line ends, LFS).
  const asHere = (file: MigrationFile) =>
    changes.files.has(file.file) ? file : (here.get(file.file) ?? file);
  const files = (await readAt(mergeBase)).map(asHere);
  const known = new Set(files.map(({ version }) => version.key));
  const atTip = tip === mergeBase ? [] : await readAt(tip);
  return {
    name,
    commit: mergeBase,
    files,
    newer: atTip.filter(({ version }) => !known.has(version.key)),
    changes,
  };
}

/** In the layout of `set`: what the base's files mean to it is what counts. */
async function readLike({ layout }: MigrationSet, path: string): Promise<MigrationSet> {
  try {
    return await readMigrations(path, layout.name);
  } catch (error) {
    if (errorsOf(error).every(({ code }) => code === "DIRECTORY_EMPTY")) return { layout, files: [] };
    throw error;
  }
}

function byPath({ files, lines }: Changes, prefix: string): Changes {
  const inFull = <T>(names: ReadonlyMap<string, T>) =>
    new Map([...names].map(([name, value]) => [prefix + name, value] as const));
  return { files: inFull(files), lines: inFull(lines) };
}
