import type { MigrateError } from "../../errors.ts";
import type { Version } from "../migration-file.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { fileUnsupported } from "./layout-problems.ts";
import { FOLDER, foldersWithout, MIGRATION_FOLDER } from "./migration-folders.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";
import type { FileName } from "./numbered-name.ts";
import { tomlValue } from "./toml-value.ts";

const SCRIPT = /^\d[^/]*\/migration\.sql$/;
const LOCK = "migration_lock.toml";

/**
 * Prisma's folders: the whole name of one is its version, and their order is that of names, since timestamps may be
 * equal. Each file is sent as it is. LAYOUT_INVALID: a folder that is no migration; FILE_UNSUPPORTED: written for
 * another kind of database. Source: prisma-engines, `migrations_directory.rs`.
 */
export const prisma: LayoutReader = {
  layout: { name: "prisma", wayBack: null, parseVersion },
  names: ["prisma"],
  mark: {
    in: "names",
    find: (names) => {
      const all = new Set(names);
      return names.filter(
        (name) => SCRIPT.test(name) && !all.has(name.replace("migration.sql", "snapshot.json")),
      );
    },
  },
  entersFolder: (name) => MIGRATION_FOLDER.test(name),
  reads: (name) => SCRIPT.test(name) || FOLDER.test(name) || name === LOCK,
  makeMigrations: (sources) => {
    const { files, problems } = makeNumbered(
      sources.filter(({ name }) => SCRIPT.test(name)),
      {
        parseName,
        nameHint:
          "Prisma's migrations are folders such as `20240101120000_init`, with a `migration.sql` in each",
        readContents: wholeFiles("as-written"),
      },
    );
    return {
      files,
      problems: [
        ...problems,
        ...foldersWithout("migration.sql", sources, "Prisma"),
        ...sources.flatMap(otherProvider),
      ],
    };
  },
};

function parseName(path: string): FileName {
  const folder = path.slice(0, path.indexOf("/"));
  return { role: "up", version: folderVersion(folder), name: nameOf(folder), stem: folder };
}

/** `init` of `20240101120000_init`; all of a name without `_`. */
const nameOf = (folder: string): string => folder.slice(folder.indexOf("_") + 1);

const folderVersion = (folder: string): Version => ({ text: folder, key: folder, order: [folder] });

function parseVersion(text: string): Version | null {
  const folder = text.replace(/\/(migration\.sql)?$/, "");
  return MIGRATION_FOLDER.test(folder) ? folderVersion(folder) : null;
}

function otherProvider(source: SourceFile): MigrateError[] {
  if (source.name !== LOCK) return [];
  const value = tomlValue(source.text, "provider");
  if (value === null || /^["'](postgresql|postgres|cockroachdb)["']$/.test(value)) return [];
  return [
    fileUnsupported(source, Math.max(0, source.text.indexOf(value)), {
      message: `These migrations are written for ${value}, and this runs them on PostgreSQL.`,
      hint: "Set `migrations-path` to the directory of the PostgreSQL migrations.",
    }),
  ];
}
