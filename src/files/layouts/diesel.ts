import type { MigrateError } from "../../errors.ts";
import type { TransactionRule, Version } from "../migration-file.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { layoutInvalid } from "./layout-problems.ts";
import { FOLDER, foldersWithout, MIGRATION_FOLDER } from "./migration-folders.ts";
import { makeNumbered } from "./numbered.ts";
import type { FileName } from "./numbered-name.ts";
import { tomlValue } from "./toml-value.ts";

const SCRIPT = /^\d[^/]*\/(?:up|down)\.sql$/;
const METADATA = /^\d[^/]*\/metadata\.toml$/;

/**
 * Diesel's folders: the version is what stands before the first `_`, its hyphens aside, and their order is that of
 * characters, as Diesel compares them. What lies beside the folders is none of its business. LAYOUT_INVALID: a folder
 * that is no migration, a metadata.toml that says something else than true or false; VERSION_DUPLICATE,
 * DOWN_WITHOUT_UP. Source: migrations_internals 2.2, `lib.rs`.
 */
export const diesel: LayoutReader = {
  layout: { name: "diesel", wayBack: "`down.sql` beside it", parseVersion },
  names: ["diesel"],
  mark: { in: "names", find: (names) => names.filter((name) => /^\d[^/]*\/up\.sql$/.test(name)) },
  entersFolder: (name) => MIGRATION_FOLDER.test(name),
  reads: (name) => SCRIPT.test(name) || METADATA.test(name) || FOLDER.test(name),
  makeMigrations: (sources) => {
    const metadata = sources.filter(({ name }) => METADATA.test(name));
    const rules = new Map(metadata.map((source) => [folderOf(source.name), ruleOf(source)]));
    const { files, problems } = makeNumbered(
      sources.filter(({ name }) => SCRIPT.test(name)),
      {
        parseName,
        nameHint:
          "Diesel's migrations are folders such as `2024-01-01-120000_init`, with an `up.sql` in each",
        readContents: ({ name }) => ({
          sections: null,
          transactions: rules.get(folderOf(name)) ?? "wrapped",
          problems: [],
        }),
      },
    );
    const named = new Set(problems.map(({ details }) => details.at?.file));
    // A folder with nothing but the way back has been named already.
    const others = sources.filter(({ file }) => !named.has(`${file}down.sql`));
    return {
      files,
      problems: [
        ...problems,
        ...foldersWithout("up.sql", others, "Diesel"),
        ...metadata.flatMap(invalidMetadata),
      ],
    };
  },
};

/** The folder of a file in one: all that is read lies in one. */
const folderOf = (path: string): string => path.slice(0, path.indexOf("/"));

/** What stands before the first `_`. */
const beforeName = (text: string): string => text.replace(/_.*/s, "");

function parseName(path: string): FileName | null {
  const folder = folderOf(path);
  const text = beforeName(folder);
  return {
    role: path.endsWith("/down.sql") ? "down" : "up",
    version: folderVersion(text),
    name: folder.slice(text.length + 1) || folder,
    stem: folder,
  };
}

function folderVersion(text: string): Version {
  const key = text.replaceAll("-", "");
  return { text, key, order: [key] };
}

function parseVersion(text: string): Version | null {
  const before = beforeName(text);
  return /^\d[\w-]*$/.test(before) ? folderVersion(before) : null;
}

/** A metadata.toml without the key means no transaction, in Diesel too: the default of a bool there is false. */
function ruleOf({ text }: SourceFile): TransactionRule {
  return tomlValue(text, "run_in_transaction") === "true" ? "wrapped" : "none";
}

function invalidMetadata({ file, text }: SourceFile): MigrateError[] {
  const value = tomlValue(text, "run_in_transaction");
  if (value === null || value === "true" || value === "false") return [];
  const message = `${file}: \`run_in_transaction\` is ${value}, which is neither true nor false.`;
  return [layoutInvalid({ file, message, hint: "Write `run_in_transaction = false`, without quotes." })];
}
