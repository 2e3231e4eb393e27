import type { MigrateError } from "../../errors.ts";
import type { MigrationFile } from "../migration-file.ts";
import type { LayoutReader } from "./layout.ts";
import { layoutInvalid } from "./layout-problems.ts";
import { makeNumbered, wholeFiles } from "./numbered.ts";
import { type FileName, numberVersion, parseNumberVersion } from "./numbered-name.ts";
import { parsePlainName } from "./plain-name.ts";

/**
 * Files of the Supabase command line, sent as they are. Other .sql names, which it skips with a warning, are
 * FILE_NAME_INVALID; so is VERSION_DUPLICATE what it would find out in the database; LAYOUT_INVALID: a first file that
 * it passes over. Source: supabase/cli, `pkg/migration/list.go` and `file.go`.
 */
export const supabase: LayoutReader = {
  layout: { name: "supabase", wayBack: null, parseVersion: parseNumberVersion },
  names: ["supabase"],
  mark: null,
  entersFolder: () => false,
  reads: (name) => /^[^./][^/]*\.sql$/i.test(name),
  makeMigrations: (sources) => {
    const { files, problems } = makeNumbered(sources, {
      parseName,
      nameHint: "Name it `20240101120000_what_it_does.sql`",
      readContents: wholeFiles("as-written"),
    });
    return { files, problems: [...problems, ...passedOver(files[0])] };
  },
};

function parseName(path: string): FileName | null {
  const plain = parsePlainName(path);
  if (plain?.role === "verify") return plain;
  const [, stem, digits = "", name = ""] = /^((\d+)_(.*))\.sql$/.exec(path) ?? [];
  return stem === undefined ? null : { role: "up", version: numberVersion(digits), name, stem };
}

/** The dump of its platform's own schema with which old versions of it began a directory. */
function passedOver(first: MigrationFile | undefined): MigrateError[] {
  if (first === undefined || !/^\d{14}_init$/.test(first.stem)) return [];
  const { file, version } = first;
  if (BigInt(version.text) >= 20211209000000n) return [];
  return [
    layoutInvalid({
      file,
      message: `${file}: Supabase passes over a first migration \`…_init.sql\` of before 2021-12-09, so it has never run.`,
      hint: "Remove it, or give it another name when it is to be run.",
    }),
  ];
}
