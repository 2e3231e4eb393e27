import type { LayoutReader, SourceFile } from "./layout.ts";
import { fileUnsupported } from "./layout-problems.ts";
import { makeNumbered } from "./numbered.ts";
import { type FileName, numberVersion, parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";
import { textPieces } from "./text-pieces.ts";

const MARKER = "-- postgres-migrations disable-transaction";
const PROGRAM = /\.js$/i;

/**
 * Files of the npm package postgres-migrations: an integer, a name or none. One that has its marker anywhere runs
 * without a transaction. FILE_NAME_INVALID, VERSION_DUPLICATE; FILE_UNSUPPORTED: a migration in JavaScript. Gaps,
 * which it refuses, are let be. Source: postgres-migrations 5.3, `file-name-parser.js` and `run-migration.js`.
 */
export const postgresMigrations: LayoutReader = {
  layout: { name: "postgres-migrations", wayBack: null, parseVersion: parseNumberVersion },
  names: ["postgres-migrations"],
  mark: { in: "texts", pattern: new RegExp(MARKER), carriedBy: "some files" },
  entersFolder: () => false,
  reads: (name) => /^[^./][^/]*\.(?:sql|js)$/i.test(name),
  makeMigrations: (sources) => {
    const scripts = sources.filter(({ name }) => PROGRAM.test(name));
    const { files, problems } = makeNumbered(
      sources.filter(({ name }) => !PROGRAM.test(name)),
      {
        parseName,
        nameHint: "Name it `1_what-it-does.sql`",
        readContents: (source) => ({
          sections: null,
          transactions: isMarked(source) ? "none" : "wrapped",
          problems: [],
        }),
      },
    );
    return {
      files,
      problems: [
        ...problems,
        ...scripts.map((script) =>
          fileUnsupported(script, 0, {
            message:
              "postgres-migrations takes every .js file for a migration, and this runs none that is a program.",
            hint: "Put the SQL that it makes into a .sql file of the same number, or move it out of the directory.",
          }),
        ),
      ],
    };
  },
};

function isMarked(source: SourceFile): boolean {
  for (const { text } of textPieces(source, null)) if (text.includes(MARKER)) return true;
  return false;
}

function parseName(path: string): FileName | null {
  const plain = parsePlainName(path);
  if (plain?.role === "verify") return plain;
  const [, stem, digits = "", name = ""] = /^((\d+)[-_]?(.*))\.sql$/i.exec(path) ?? [];
  return stem === undefined ? null : { role: "up", version: numberVersion(digits), name: name || path, stem };
}
