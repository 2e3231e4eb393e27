import type { MigrateError } from "../../errors.ts";
import { isFlywayName, parseFlywayName, parseFlywayVersion } from "./flyway-name.ts";
import { findPlaceholder, flywayOnly, isFlywayOnly } from "./flyway-refusals.ts";
import { readFlywaySettings } from "./flyway-settings.ts";
import type { LayoutReader, ReadLayout, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";

/**
 * Flyway: `V1_2__name.sql`, its way back `U1_2__name.sql`, `R__name.sql` (again whenever it is changed, after all
 * others), in folders of any depth; `V1_2__name.sql.conf` says how one is run. What Flyway would do and is not done here
 * is refused, and so is what it would skip: FILE_UNSUPPORTED, FILE_NAME_INVALID, VERSION_DUPLICATE, DOWN_WITHOUT_UP.
 */
export const flyway: LayoutReader = {
  layout: {
    name: "flyway",
    wayBack: "a file of its name with `U` in place of `V`",
    parseVersion: parseFlywayVersion,
  },
  names: ["flyway"],
  mark: { in: "names", find: (names) => names.filter(isFlywayName) },
  entersFolder: () => false,
  entersTree: (names) => names.some(isFlywayName),
  reads: (name) => /(^|\/)[^./][^/]*\.(?:sql|sql\.conf)$/i.test(name),
  sees: isFlywayOnly,
  makeMigrations,
};

function makeMigrations(sources: readonly SourceFile[]): ReadLayout {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const names = new Set(byName.keys());
  const problems: MigrateError[] = [];
  const migrations = sources.filter((source) => {
    const problem = flywayOnly(source, names);
    if (problem !== null) problems.push(problem);
    return problem === null && /\.sql$/i.test(source.name);
  });
  const read = makeNumbered(migrations, {
    parseName: parseFlywayName,
    nameHint:
      "Flyway would skip it. Name it `V1__what_it_does.sql` (a version of digits, two underscores), or `R__what_it_does.sql` for one that runs again whenever it is changed",
    readContents: (source) => readContents(source, byName.get(`${source.name}.conf`) ?? null),
  });
  return { files: read.files, problems: [...problems, ...read.problems] };
}

function readContents(source: SourceFile, conf: SourceFile | null): Contents {
  const { transactions, replacesPlaceholders, problems } = readFlywaySettings(conf);
  const placeholder = replacesPlaceholders ? findPlaceholder(source) : null;
  return {
    sections: null,
    transactions,
    problems: placeholder === null ? problems : [...problems, placeholder],
  };
}
