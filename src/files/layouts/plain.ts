import { MigrateError } from "../../errors.ts";
import { makeChecksum } from "../checksum.ts";
import type { MigrationFile } from "../migration-file.ts";
import type { LayoutReader, ReadLayout, SourceFile } from "./layout.ts";
import { parsePlainName, parsePlainVersion } from "./plain-name.ts";
import { duplicates, type Group, mixedFolders, type Named } from "./plain-problems.ts";

/**
 * Numbered files, flat or in up and down pairs, in the directory itself or in `up/` and `down/`, in any mixture that
 * says for each version once what it does. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, LAYOUT_MIXED.
 */
export const plain: LayoutReader = {
  layout: { name: "plain", parseVersion: parsePlainVersion },
  names: ["plain", "up-down"],
  recognises: () => true,
  entersFolder: (name) => name === "up" || name === "down",
  reads: (name) => /(^|\/)[^./][^/]*\.sql$/i.test(name),
  makeMigrations,
};

function makeMigrations(sources: readonly SourceFile[]): ReadLayout {
  const problems: MigrateError[] = [];
  const groups = new Map<string, Group>();
  for (const source of sources) {
    const name = parsePlainName(source.name);
    if (name === null) problems.push(invalidName(source));
    else if (name.role !== "verify") {
      const { key } = name.version;
      const group = groups.get(key) ?? { up: [], down: [] };
      group[name.role].push({ ...name, source });
      groups.set(key, group);
    }
  }
  const files: MigrationFile[] = [];
  for (const { up, down } of groups.values()) {
    if (up[0] === undefined) problems.push(...down.map(downWithoutUp));
    else files.push(makeMigration(up[0], down[0]));
  }
  const crowded = [...groups.values()].filter(({ up, down }) => up.length > 1 || down.length > 1);
  return {
    files: files.sort(byVersion),
    problems: [...problems, ...mixedFolders(crowded), ...duplicates(crowded)],
  };
}

function makeMigration(up: Named, down: Named | undefined): MigrationFile {
  return {
    version: up.version,
    name: up.name,
    stem: up.stem,
    file: up.source.file,
    text: up.source.text,
    checksum: makeChecksum(up.source.text),
    down: down === undefined ? null : { file: down.source.file, text: down.source.text },
  };
}

function byVersion(a: MigrationFile, b: MigrationFile): number {
  return (a.version.order[0] ?? 0n) < (b.version.order[0] ?? 0n) ? -1 : 1;
}

function invalidName({ file }: SourceFile): MigrateError {
  return new MigrateError("FILE_NAME_INVALID", `${file}: the name has no version that can be read.`, {
    at: { file, line: 1, column: 1 },
    hint: "Name it `001_what_it_does.sql` (digits, `_` or `-`, a name), or move it out of the directory: no .sql file is skipped in silence.",
  });
}

function downWithoutUp({ source: { file }, version }: Named): MigrateError {
  return new MigrateError(
    "DOWN_WITHOUT_UP",
    `${file} takes back version ${version.text}, and no file makes it.`,
    {
      at: { file, line: 1, column: 1 },
      hint: "Add its up file, or remove this one.",
      version: version.text,
    },
  );
}
