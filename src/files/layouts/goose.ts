import { MigrateError } from "../../errors.ts";
import { type ContentsProblem, contentsError } from "./contents-problems.ts";
import { isFlatSql, parseFlatName } from "./flat-name.ts";
import { readAnnotations } from "./goose-annotations.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";
import { type FileName, parseNumberVersion } from "./numbered-name.ts";
import { cutAtMarkers, type TextRange } from "./sections.ts";
import { type TextPiece, textPieces } from "./text-pieces.ts";
import { WAY_MARKERS } from "./way-markers.ts";

/**
 * goose's files: both ways in one; `NO TRANSACTION` is about both. HEADER_INVALID for annotations, FILE_UNSUPPORTED for Go
 * migrations and for text that goose makes out of the environment, and what makeNumbered finds. A last statement
 * without `;` is run, where goose refuses it. Source: github.com/pressly/goose v3.29.0, migration.go and
 * provider_collect.go.
 */
export const goose: LayoutReader = {
  layout: { name: "goose", wayBack: null, parseVersion: parseNumberVersion },
  names: ["goose"],
  mark: { in: "texts", pattern: WAY_MARKERS.goose, carriedBy: "every file" },
  entersFolder: () => false,
  reads: (name) => isFlatSql(name) || isGoMigration(name),
  makeMigrations: (sources) => {
    const { files, problems } = makeNumbered(
      sources.filter(({ name }) => !isGoMigration(name)),
      { parseName, nameHint: "Name it `00001_what_it_does.sql`, from 1 on", readContents },
    );
    const inGo = sources.filter(({ name }) => isGoMigration(name)).map(refuseGo);
    return { files, problems: [...problems, ...inGo] };
  },
};

function isGoMigration(name: string): boolean {
  return /^\d+_[^/]*(?<!_test)\.go$/.test(name);
}

function parseName(path: string): FileName | null {
  const name = parseFlatName(path, /^(\d+)_(.*)/s);
  return name === null || name.version.key === "0" ? null : name;
}

function readContents(source: SourceFile): Contents {
  const { text } = source;
  const { markers, transactions, substituted, problem } = readAnnotations(text);
  const wrong = problem ?? substitutionIn(source, substituted);
  return {
    sections: cutAtMarkers(text, markers, "both"),
    transactions,
    problems: wrong === null ? [] : [contentsError(source, wrong)],
  };
}

/** `$NAME`, `${NAME…}` and the escapes `$$` and `\$`. Source: github.com/mfridman/interpolate, parser.go. */
const REWRITTEN = /\\\$|\$(?!\(|$)/m;

/** The first place in `ranges` that goose writes anew before it runs it; comments that it would change do no harm. */
function substitutionIn(source: SourceFile, ranges: readonly TextRange[]): ContentsProblem | null {
  for (const range of ranges) {
    for (const piece of textPieces(source, range)) {
      const wrong = rewrittenIn(piece, range.from);
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

function rewrittenIn({ text, placeOf }: TextPiece, offset: number): ContentsProblem | null {
  const covered = text.replace(/^[ \t]*--.*/gm, (comment) => " ".repeat(comment.length));
  const at = REWRITTEN.exec(covered)?.index;
  if (at === undefined) return null;
  return {
    code: "FILE_UNSUPPORTED",
    offset,
    place: placeOf(at),
    message:
      "Under `-- +goose ENVSUB ON` goose writes this anew from its environment: what was reviewed would not be what runs.",
    hint: "Write the value here, or take `-- +goose ENVSUB ON` out where the `$` is to stay as it is.",
  };
}

function refuseGo({ file, name }: SourceFile): MigrateError {
  return new MigrateError(
    "FILE_UNSUPPORTED",
    `${file} is a migration of goose in Go, which only a program of its own can run.`,
    {
      at: { file, line: 1, column: 1 },
      hint: "Write what it does in SQL, or, when it has been applied everywhere, put a file with the same number and only `-- +goose Up` in its place.",
      version: name.slice(0, name.indexOf("_")),
    },
  );
}
