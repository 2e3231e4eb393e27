import { MigrateError } from "../../errors.ts";
import type { SourceFile } from "./layout.ts";
import { type TextPiece, textPieces } from "./text-pieces.ts";

/**
 * What Flyway would do with a file of this name that is not done here (FILE_UNSUPPORTED): callbacks, baseline
 * migrations, migrations in other languages, a `.conf` that belongs to none of `names`; null for all other names.
 */
export function flywayOnly({ name, file }: SourceFile, names: ReadonlySet<string>): MigrateError | null {
  const why = REASONS.find(({ pattern }) => pattern.test(name));
  if (why === undefined || (why.kind === "conf" && names.has(name.replace(/\.conf$/i, "")))) return null;
  return new MigrateError("FILE_UNSUPPORTED", `${file} ${why.message}`, {
    at: { file, line: 1, column: 1 },
    hint: why.hint,
  });
}

/** True for names that say all there is to know: the text of such a file is not needed. */
export function isFlywayOnly(name: string): boolean {
  return REASONS.some(({ pattern }) => pattern.test(name));
}

const EVENTS =
  "(?:before|after)(?:Each)?(?:Clean|Migrate|MigrateApplied|MigrateStatement|Undo|UndoStatement|Validate|Baseline|Repair|Info|Repeatables|Versioned|Connect|CreateSchema)(?:Error|OperationFinish)?|createSchema";
const CODE = "java|class|kt|groovy|scala|ps1|sh|bash|bat|cmd|py";

/** Names are Flyway's: case counts, but not in the extension. Source: Flyway, Event and ResourceNameParser. */
const REASONS = [
  {
    kind: "callback",
    pattern: new RegExp(`(?:^|/)(?:${EVENTS})(?:__[^/]*)?\\.[sS][qQ][lL]$`),
    message: "is a callback, which Flyway runs around migrations. It would not be run here.",
    hint: "Put what it does into a migration (`R__name.sql` runs again whenever it is changed), or into a step of the workflow before or after this one; then move the file out of the directory.",
  },
  {
    kind: "baseline",
    pattern: /(?:^|\/)B\d[\d._]*__[^/]*\.[sS][qQ][lL]$/,
    message:
      "is a baseline migration: Flyway runs it in an empty database in place of all V files up to its version, and nowhere else. Here every V file runs.",
    hint: "Where those V files are still there, move it out of the directory: they make the same schema. Where they are gone, bring them back, or rename it to `V…`, with the version it has, and have databases that exist already take it as applied (`baseline`).",
  },
  {
    kind: "code",
    pattern: new RegExp(`(?:^|/)(?:[VUB]\\d[\\d._]*|R)__[^/]*\\.(?:${CODE})$`),
    message: "is a migration that is not SQL. It cannot be run here, and those after it may need it.",
    hint: "Write it as SQL, or run it in a step of its own and move it out of the directory.",
  },
  {
    kind: "conf",
    pattern: /(?:^|\/)(?:[VUB]\d[\d._]*|R)__[^/]*\.conf$/i,
    message: "belongs to no migration, so what it says has no effect.",
    hint: "Its name is the whole name of the migration, and `.conf`: `V1__name.sql.conf`.",
  },
] as const;

/**
 * The first placeholder of `source`, which Flyway replaces before it runs the file, in comments and strings too
 * (FILE_UNSUPPORTED, with its place); null when there is none. Of two `$` before a brace the second begins none, as in
 * Flyway. Source: Flyway, PlaceholderReplacingReader.
 */
export function findPlaceholder(source: SourceFile): MigrateError | null {
  for (const piece of textPieces(source, null)) {
    const found = placeholderIn(piece, source.file);
    if (found !== null) return found;
  }
  return null;
}

function placeholderIn({ text, placeOf }: TextPiece, file: string): MigrateError | null {
  // A `$` takes the character after it along, another `$` too: so does Flyway's reader.
  for (const match of text.matchAll(/\$(?:\{[^}]*\}|\S)/g)) {
    if (match[0][1] !== "{") continue;
    const { line, column } = placeOf(match.index);
    const shown = /^\$\{[\w:.-]{1,60}\}/.test(match[0]) ? `\`${match[0]}\`` : "a placeholder";
    return new MigrateError(
      "FILE_UNSUPPORTED",
      `${file}:${line}:${column}: Flyway would put a value in place of ${shown}, and placeholders are not replaced here.`,
      {
        at: { file, line, column },
        hint: `Write the value itself. Where Flyway is told not to replace either, say so for this file: \`placeholderReplacement=false\` in ${file}.conf.`,
      },
    );
  }
  return null;
}
