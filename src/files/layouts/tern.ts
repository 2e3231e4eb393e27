import type { TransactionRule } from "../migration-file.ts";
import { type ContentsProblem, contentsError, wrongMarker } from "./contents-problems.ts";
import { isFlatSql, parseFlatName } from "./flat-name.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";
import { parseNumberVersion } from "./numbered-name.ts";
import { cutAtMarkers, findMarkers, type Sections, type TextRange } from "./sections.ts";
import { type TextPiece, textPieces } from "./text-pieces.ts";
import { WAY_MARKERS } from "./way-markers.ts";

/**
 * tern's files: the way back below the first line of its own, each way with or without `disable-tx`. Folders hold its
 * templates and are none of ours. FILE_UNSUPPORTED for a file that is a template, HEADER_INVALID, and what makeNumbered
 * finds. Source: github.com/jackc/tern v2.3.4, migrate/migrate.go.
 */
export const tern: LayoutReader = {
  layout: { name: "tern", wayBack: null, parseVersion: parseNumberVersion },
  names: ["tern"],
  mark: { in: "texts", pattern: WAY_MARKERS.tern, carriedBy: "some files" },
  entersFolder: () => false,
  reads: isFlatSql,
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName: (path) => parseFlatName(path, /^(\d+)_(.+)/s),
      nameHint: "Name it `001_what_it_does.sql`",
      readContents,
    }),
};

const SEPARATOR = "---- create above / drop below ----";
const LIKE_A_SEPARATOR = /^[ \t]*-{2,}[ \t]*create above[ \t]*\/[ \t]*drop below\b.*/gim;

function readContents(source: SourceFile): Contents {
  const { text } = source;
  // All below the first is the way back; a later one is a comment there.
  const found = findMarkers(text, /---- create above \/ drop below ----/g, () => "down");
  const sections = cutAtMarkers(text, found, "up");
  const wrong = wrongIn(source);
  return {
    sections,
    transactions: ruleOf(text, sections.up),
    downTransactions: ruleOf(text, sections.down ?? []),
    problems: wrong === null ? [] : [contentsError(source, wrong)],
  };
}

/** tern itself does not see the line where it ends with CR LF, which no author means. */
function ruleOf(text: string, ranges: Sections["up"]): TransactionRule {
  const says = ({ from, to }: TextRange) => /^---- tern: disable-tx ----[ \t]*$/m.test(text.slice(from, to));
  return ranges.some(says) ? "none" : "wrapped";
}

function wrongIn(source: SourceFile): ContentsProblem | null {
  for (const piece of textPieces(source, null)) {
    const wrong = templateIn(piece) ?? (source.large === undefined ? null : hiddenSeparator(piece));
    if (wrong !== null) return wrong;
  }
  const { text } = source;
  const missed = findMarkers(text, LIKE_A_SEPARATOR, () => null).find(
    ({ from, to }) => !text.slice(from, to).includes(SEPARATOR),
  );
  if (missed === undefined) return null;
  return wrongMarker(missed.from, "tern takes this line for a comment.", `Write it \`${SEPARATOR}\`.`);
}

/**
 * `{{` anywhere, in strings and comments too, since tern reads the file as a template before it is SQL: an array literal
 * '{{1,2},{3,4}}' is an error there, and the same directory must mean the same to both.
 */
function templateIn({ text, placeOf }: TextPiece): ContentsProblem | null {
  const template = text.indexOf("{{");
  if (template < 0) return null;
  return {
    code: "FILE_UNSUPPORTED",
    offset: 0,
    place: placeOf(template),
    message:
      "tern reads this as an action of a template: what was reviewed would not be what tern runs, or has run.",
    hint: "Write here what tern makes of it (`tern print-migrations`). An array of arrays can be written ARRAY[[1,2],[3,4]].",
  };
}

/** tern divides a file wherever the words stand; of a large one only the lines that are comments are looked at here. */
function hiddenSeparator({ text, placeOf }: TextPiece): ContentsProblem | null {
  for (let at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) {
    const before = text.slice(text.lastIndexOf("\n", at) + 1, at);
    if (/^[ \t]*$/.test(before)) continue;
    const message = "tern divides the file here, in the middle of a line.";
    return { ...wrongMarker(0, message, "Give the separator a line of its own."), place: placeOf(at) };
  }
  return null;
}
