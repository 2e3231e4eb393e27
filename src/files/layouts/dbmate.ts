import type { MigrateError } from "../../errors.ts";
import type { TransactionRule } from "../migration-file.ts";
import { contentsError, statementBefore, wrongMarker } from "./contents-problems.ts";
import { isFlatSql, parseFlatName } from "./flat-name.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";
import { parseNumberVersion } from "./numbered-name.ts";
import { cutAtMarkers, findMarkers, firstOfEachWay, type Marker } from "./sections.ts";
import { WAY_MARKERS } from "./way-markers.ts";

/**
 * dbmate's files: both ways in one, each with its own `transaction:false`. HEADER_INVALID and what makeNumbered finds.
 * A file without a way back is read: dbmate 1 read it, dbmate 2 refuses it. The version is compared as a number, where
 * dbmate compares texts. Source: github.com/amacneil/dbmate v2.28.0, pkg/dbmate/migration.go and db.go.
 */
export const dbmate: LayoutReader = {
  layout: { name: "dbmate", wayBack: null, parseVersion: parseNumberVersion },
  names: ["dbmate"],
  mark: { in: "texts", pattern: WAY_MARKERS.dbmate, carriedBy: "every file" },
  entersFolder: () => false,
  reads: isFlatSql,
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName: (path) => parseFlatName(path, /^(\d+)[_.-]?(.*)/s),
      nameHint: "Name it `20240131120000_what_it_does.sql`",
      readContents,
    }),
};

const MARKER = /^--[ \t]*migrate:(up|down)(?!\S)/;
/** Every line that is a marker is like one: the text is gone through once. */
const LIKE_A_MARKER =
  /^[ \t]*--[ \t-]*migrate(?::(?:up|down)(?![\w-])|[ \t]*:[ \t]*(?:up|down)(?=[ \t]*$|[ \t]+transaction)).*/gim;
const UP = { tool: "dbmate", marker: "-- migrate:up" };

function readContents(source: SourceFile): Contents {
  const { text } = source;
  const like = findMarkers(text, LIKE_A_MARKER, ([line]) => wayOf(line));
  const missed = like.find(({ begins }) => begins === null);
  const markers = firstOfEachWay(like);
  const up = markers.find(({ begins }) => begins === "up");
  const down = markers.find(({ begins }) => begins === "down");
  return {
    sections: cutAtMarkers(text, markers, "both"),
    transactions: ruleOf(text, up),
    downTransactions: ruleOf(text, down),
    problems: problemsOf(source, missed, up, down),
  };
}

function wayOf(line: string): Marker["begins"] {
  const [, way] = MARKER.exec(line) ?? [];
  return way === undefined ? null : way === "up" ? "up" : "down";
}

/** The last `transaction:` of the marker's line counts, as in dbmate; other options mean nothing there either. */
function ruleOf(text: string, marker: Marker | undefined): TransactionRule {
  if (marker === undefined) return "wrapped";
  const words = text.slice(marker.from, marker.to).split(/\s/);
  const values = words.flatMap((word) => /^transaction:([^:]*)$/.exec(word)?.[1] ?? []);
  return values.at(-1) === "false" ? "none" : "wrapped";
}

function problemsOf(
  source: SourceFile,
  missed: Marker | undefined,
  up: Marker | undefined,
  down: Marker | undefined,
): readonly MigrateError[] {
  const { text } = source;
  if (missed !== undefined) {
    const hint = "Write `-- migrate:up` and `-- migrate:down` from the first column on, in lower case.";
    return [
      contentsError(source, wrongMarker(missed.from, "dbmate does not know this line as its marker.", hint)),
    ];
  }
  if (up === undefined) {
    const hint =
      "Put `-- migrate:up` above the statements, and `-- migrate:down` above those that undo them.";
    const offset = down?.from ?? 0;
    return [contentsError(source, wrongMarker(offset, "The file has no line `-- migrate:up`.", hint))];
  }
  if (down !== undefined && down.from < up.from) {
    const hint = "Put `-- migrate:up` and what it does first.";
    return [
      contentsError(source, wrongMarker(down.from, "`-- migrate:down` stands before `-- migrate:up`.", hint)),
    ];
  }
  return statementBefore(text, up.from, UP).map((problem) => contentsError(source, problem));
}
