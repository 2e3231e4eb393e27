import type { LayoutReader } from "./layout.ts";
import { makeNumbered } from "./numbered.ts";
import { type FileName, numberVersion, parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";

const NO_TRANSACTION = "-- no-transaction";

/**
 * sqlx's files, alone or in pairs; one whose first characters are `-- no-transaction` runs without one.
 * FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP. Source: sqlx-core 0.8, `migrate/source.rs`.
 */
export const sqlx: LayoutReader = {
  layout: { name: "sqlx", wayBack: "`NAME.down.sql` beside it", parseVersion: parseNumberVersion },
  names: ["sqlx"],
  // Without `m`: sqlx looks at the first characters of the file only.
  mark: { in: "texts", pattern: new RegExp(`^${NO_TRANSACTION}`), carriedBy: "some files" },
  entersFolder: () => false,
  reads: (name) => /^[^./][^/]*\.sql$/i.test(name),
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName,
      nameHint: "Name it `001_what_it_does.sql`, or `.up.sql` and `.down.sql`",
      readContents: ({ text }) => ({
        sections: null,
        transactions: text.startsWith(NO_TRANSACTION) ? "none" : "wrapped",
        problems: [],
      }),
    }),
};

function parseName(path: string): FileName | null {
  const plain = parsePlainName(path);
  if (plain?.role === "verify") return plain;
  const [, stem, digits = "", name = "", suffix] = /^((\d+)_(.*?))(?:\.(up|down))?\.sql$/.exec(path) ?? [];
  if (stem === undefined) return null;
  return { role: suffix === "down" ? "down" : "up", version: numberVersion(digits), name, stem };
}
