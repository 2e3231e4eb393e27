import type { LayoutReader } from "./layout.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";
import { type FileName, numberVersion, parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";

/**
 * golang-migrate's pairs. Each file is sent as it is: its own BEGIN and COMMIT count. By nothing else do they differ
 * from plain pairs, so this layout is only taken when it is named. FILE_NAME_INVALID, VERSION_DUPLICATE,
 * DOWN_WITHOUT_UP. Source: golang-migrate, `source/parse.go`.
 */
export const golangMigrate: LayoutReader = {
  layout: { name: "golang-migrate", wayBack: "`NAME.down.sql` beside it", parseVersion: parseNumberVersion },
  names: ["golang-migrate"],
  mark: null,
  entersFolder: () => false,
  reads: (name) => /^[^./][^/]*\.sql$/i.test(name),
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName,
      nameHint: "Name it `001_what_it_does.up.sql` or `.down.sql`",
      readContents: wholeFiles("as-written"),
    }),
};

function parseName(path: string): FileName | null {
  const plain = parsePlainName(path);
  if (plain?.role === "verify") return plain;
  const [, stem = "", digits = "", name = "", role] = /^((\d+)_(.*))\.(down|up)\.sql$/.exec(path) ?? [];
  if (role !== "up" && role !== "down") return null;
  return { role, version: numberVersion(digits), name, stem };
}
