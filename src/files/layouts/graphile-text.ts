import type { MigrateError } from "../../errors.ts";
import type { MigrationFile } from "../migration-file.ts";
import type { SourceFile } from "./layout.ts";
import { fileUnsupported, layoutInvalid } from "./layout-problems.ts";
import { textPieces } from "./text-pieces.ts";

/** The header lines at the head of `text`, which begin with a capital letter, by name. */
function headersOf(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, name, value = ""] = /^--! ([A-Z][a-zA-Z0-9_]*)(?::(.*))?$/.exec(line.trimEnd()) ?? [];
    if (name === undefined) break;
    headers.set(name, value.trim());
  }
  return headers;
}

/** What `--! Message:` says; null when it is not there. */
export function messageOf(text: string): string | null {
  return headersOf(text).get("Message") ?? null;
}

/** True when the first line behind the headers is `--! no-transaction`. */
export function runsWithoutTransaction(text: string): boolean {
  const body = text.replace(/^(?:--! [A-Z][a-zA-Z0-9_]*(?::.*)?\r?\n)*/, "").trimStart();
  return /^--!\s*no-transaction\b/.test(body);
}

/**
 * LAYOUT_INVALID for each of `files` (ascending; made of `sources`) that lacks a header or does not follow the one before it: `Previous` is
 * that one's `Hash`, and `-` in the first. After one that lacks them nothing is compared.
 */
export function brokenChain(files: readonly MigrationFile[], sources: readonly SourceFile[]): MigrateError[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const problems: MigrateError[] = [];
  let before: string | undefined = "-";
  for (const { file } of files) {
    const headers = headersOf(texts.get(file) ?? "");
    const previous = headers.get("Previous");
    const hash = headers.get("Hash");
    if (!previous || !hash) {
      const message = `${file} has no \`--! Previous:\` and \`--! Hash:\` at its head, as committed migrations do.`;
      problems.push(layoutInvalid({ file, message, hint: "Commit it with `graphile-migrate commit`." }));
    } else if (before !== undefined && previous !== before) {
      const message = `${file} follows ${shown(previous)}, and the file before it is ${shown(before)}.`;
      const hint = "Two branches have each committed one, or a file is missing: commit the later one anew.";
      problems.push(layoutInvalid({ file, message, hint }));
    }
    before = hash;
  }
  return problems;
}

const shown = (hash: string): string => (hash === "-" ? "none" : hash.slice(0, "sha1:".length + 12));

/**
 * `:DATABASE_NAME` and `:DATABASE_OWNER` are always replaced, wherever they stand. Others come from a .gmrc that is not
 * read here: they stand where a name or a value does, and no SQL has a colon there. `HH:MI` and `[1:N]` are none.
 */
const PLACEHOLDER = /:DATABASE_(?:NAME|OWNER)\b|(?<=[\s(,=]):[A-Z][0-9A-Z_]+\b/g;

/** FILE_UNSUPPORTED for the first placeholder in `source` that stands in no comment. */
export function placeholders(source: SourceFile): MigrateError[] {
  for (const { text, placeOf } of textPieces(source, null)) {
    for (const { 0: placeholder, index } of text.matchAll(PLACEHOLDER)) {
      const line = text.slice(text.lastIndexOf("\n", index) + 1, index);
      if (line.includes("--")) continue;
      const message = `Graphile Migrate would put a setting of its own in place of ${placeholder}.`;
      const hint =
        "Write the value itself, or a statement that finds it out, such as `current_database()` in a DO block.";
      return [fileUnsupported(source, placeOf(index), { message, hint })];
    }
  }
  return [];
}
