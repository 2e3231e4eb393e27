import { MigrateError } from "../../errors.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";
import { parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";

/**
 * Numbered files, flat or in up and down pairs, in the directory itself or in `up/` and `down/`, in any mixture that
 * says for each version once what it does. FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP, LAYOUT_MIXED;
 * FILE_UNSUPPORTED for a migration in another language, which some tool would run between the others.
 */
export const plain: LayoutReader = {
  layout: {
    name: "plain",
    wayBack: "`NAME.down.sql` beside it, or the same name in `down/`",
    parseVersion: parseNumberVersion,
  },
  names: ["plain", "up-down"],
  mark: null,
  entersFolder: (name) => name === "up" || name === "down",
  reads: (name) => /^(?:(?:up|down)\/)?[^./][^/]*\.sql$/i.test(name) || isScript(name),
  makeMigrations: (sources) => {
    const scripts = sources.filter(({ name }) => isScript(name));
    const { files, problems } = makeNumbered(
      scripts.length === 0 ? sources : sources.filter(({ name }) => !isScript(name)),
      {
        parseName: parsePlainName,
        nameHint: "Name it `001_what_it_does.sql` (digits, `_` or `-`, a name)",
        readContents: wholeFiles("runner"),
      },
    );
    if (scripts.length === 0) return { files, problems };
    const versions = new Set<string | undefined>(files.map(({ version }) => version.key));
    const alone = scripts.filter(({ name }) => !versions.has(parseNumberVersion(name)?.key));
    return { files, problems: [...problems, ...alone.map(refuseScript)] };
  },
};

/** A migration of node-pg-migrate, knex, goose, Rails, Phinx, yoyo …; their tests and type declarations are none. */
function isScript(name: string): boolean {
  return (
    !name.endsWith(".sql") && /^\d+[_-][^/]*(?<!\.(?:d|test|spec))\.(?:[cm]?[jt]s|go|rb|py|php)$/i.test(name)
  );
}

function refuseScript({ file, name }: SourceFile): MigrateError {
  return new MigrateError(
    "FILE_UNSUPPORTED",
    `${file} has a version and is no SQL: only its own tool can run it.`,
    {
      at: { file, line: 1, column: 1 },
      hint: "Put what it does into a file of this version that ends in `.sql`, or move it out of the directory: no migration is skipped in silence.",
      version: name.replace(/\.[^.]+$/, ""),
    },
  );
}
