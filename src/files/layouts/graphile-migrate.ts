import type { MigrateError } from "../../errors.ts";
import type { Version } from "../migration-file.ts";
import { brokenChain, messageOf, placeholders, runsWithoutTransaction } from "./graphile-text.ts";
import type { LayoutReader, ReadLayout, SourceFile } from "./layout.ts";
import { layoutInvalid } from "./layout-problems.ts";
import { makeNumbered } from "./numbered.ts";
import { type FileName, numberVersion } from "./numbered-name.ts";

/**
 * Graphile Migrate's committed migrations, in the directory itself or in `committed/`. Beside `committed/`, and in
 * `current/`, are the developer's own scripts, which are never deployed: none of this one's business. LAYOUT_INVALID: a
 * header is missing, a file does not follow the one before it, or one whose name begins with digits lies outside of
 * `committed/`;
 * FILE_UNSUPPORTED: a placeholder; FILE_NAME_INVALID, VERSION_DUPLICATE. Source: graphile-migrate 1.4, `migration.ts`.
 */
export const graphileMigrate: LayoutReader = {
  layout: { name: "graphile-migrate", wayBack: null, parseVersion },
  names: ["graphile-migrate"],
  // Not in every file: scripts such as afterReset.sql lie beside `committed/`.
  mark: { in: "texts", pattern: /^--! (?:Previous: (?:-|sha1:)|Hash: sha1:)/m, carriedBy: "some files" },
  entersFolder: (name) => name === "committed",
  reads: (name) => /^(?:committed\/)?[^./][^/]*\.sql$/.test(name) && name !== "current.sql",
  makeMigrations: (sources) => {
    const committed = sources.filter(({ name }) => name.startsWith("committed/"));
    if (committed.length === 0) return make(sources);
    const made = make(committed);
    return { files: made.files, problems: [...made.problems, ...sources.flatMap(outside)] };
  },
};

const NAME = /^(?:committed\/)?((\d+)(?:-([-_a-zA-Z0-9]*))?)\.sql$/;

function make(sources: readonly SourceFile[]): ReadLayout {
  const texts = new Map(sources.map(({ name, text }) => [name, text]));
  const parseName = (path: string): FileName | null => {
    const [, stem, digits = "", slug] = NAME.exec(path) ?? [];
    if (stem === undefined) return null;
    const name = slug || messageOf(texts.get(path) ?? "") || stem;
    return { role: "up", version: numberVersion(digits), name, stem };
  };
  const { files, problems } = makeNumbered(sources, {
    parseName,
    nameHint: "Committed migrations are called `000001.sql` or `000001-what-it-does.sql`",
    readContents: (source) => ({
      sections: null,
      transactions: runsWithoutTransaction(source.text) ? "none" : "wrapped",
      problems: placeholders(source),
    }),
  });
  return { files, problems: [...problems, ...brokenChain(files, sources)] };
}

function outside({ name, file }: SourceFile): MigrateError[] {
  if (!/^\d/.test(name)) return [];
  return [
    layoutInvalid({
      file,
      message: `${file} is called as a migration and lies outside of committed/, where none is run.`,
      hint: "Move it into committed/, or out of the directory.",
    }),
  ];
}

/** `000001`, `1`, and `000001.sql` as its ledger writes it. */
function parseVersion(text: string): Version | null {
  const [, , digits] = NAME.exec(text.endsWith(".sql") ? text : `${text}.sql`) ?? [];
  return digits === undefined ? null : numberVersion(digits);
}
