import { MigrateError } from "../../errors.ts";
import type { Version } from "../migration-file.ts";
import { type ContentsProblem, contentsError, firstStatement, wrongMarker } from "./contents-problems.ts";
import { isFlatSql, withoutSql } from "./flat-name.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";
import type { FileName } from "./numbered-name.ts";
import { cutAtMarkers, findMarkers, firstOfEachWay, type Marker } from "./sections.ts";
import { WAY_MARKERS } from "./way-markers.ts";

/**
 * node-pg-migrate's SQL files: both ways in one, or in a pair, or only the way there. A version is the file's name
 * without its end, as pgmigrations writes it. SQL files cannot ask for no transaction there: `pgm.noTransaction` is for
 * those in JavaScript, which are refused (FILE_UNSUPPORTED). HEADER_INVALID, and what makeNumbered finds.
 * Source: node-pg-migrate 9.0.0, sqlMigration.ts, migrationLoader.ts, utils/comparators.ts.
 */
export const nodePgMigrate: LayoutReader = {
  layout: {
    name: "node-pg-migrate",
    wayBack: "`NAME.down.sql` beside it",
    parseVersion: (text) => versionOf(stemOf(text)),
  },
  names: ["node-pg-migrate"],
  mark: { in: "texts", pattern: WAY_MARKERS["node-pg-migrate"], carriedBy: "some files" },
  entersFolder: () => false,
  reads: (name) => isFlatSql(name) || isScript(name),
  makeMigrations: (sources) => {
    const { files, problems } = makeNumbered(
      sources.filter(({ name }) => !isScript(name)),
      { parseName, nameHint: "Name it `1700000000000_what-it-does.sql`", readContents },
    );
    const scripts = sources.filter(({ name }) => isScript(name)).map(refuseScript);
    return { files, problems: [...problems, ...scripts] };
  },
};

function isScript(name: string): boolean {
  return /^\d[^/]*(?<!\.d)\.[cm]?[jt]s$/i.test(name);
}

function parseName(path: string): FileName | null {
  const stem = stemOf(path);
  const version = versionOf(stem);
  if (version === null) return null;
  const role = /\.down\.sql$/i.test(path) ? "down" : "up";
  return { role, version, name: stem.replace(/^\d+(?!\d)[_-]*(?=.)/s, ""), stem };
}

const stemOf = (name: string): string => withoutSql(name).replace(/\.(?:up|down)$/i, "");

/**
 * Ordered by the number that the name begins with, then as people sort names: numbers in it as numbers, marks aside. The
 * tool sorts whole file names, so that `1_users_index.sql` comes before `1_users.sql`. Source: its `comparators.ts`.
 */
function versionOf(stem: string): Version | null {
  const [digits] = /^\d+/.exec(stem) ?? [];
  if (digits === undefined) return null;
  const order = Array.from(`${stem}.sql`.toLowerCase().matchAll(/\d+|\D+/g), ([part]) =>
    /\d/.test(part) ? BigInt(part) : part.replace(/[\s\p{P}\p{S}]/gu, ""),
  );
  return { text: stem, key: stem, order: [prefixOf(digits), ...order, stem] };
}

/** 17 digits are a time in UTC, compared in milliseconds: so they stand among the times that Date.now() gives. */
function prefixOf(digits: string): bigint {
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits);
  if (time === null) return BigInt(digits);
  const [, year, month, day, hour, minute, second, ms] = time;
  const value = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(value) ? BigInt(digits) : BigInt(value);
}

/** Whatever follows the two words: node-pg-migrate looks no further. */
const MARKER = /^[ \t]*--[ \t-]*(up|down)[ \t]+migration.*/gim;

function readContents(source: SourceFile): Contents {
  const { text } = source;
  const found = findMarkers(text, MARKER, ([, way]) => (way?.toLowerCase() === "up" ? "up" : "down"));
  const markers = firstOfEachWay(found);
  const up = markers.find(({ begins }) => begins === "up");
  const wrong = wrongIn(text, markers, up);
  return {
    sections: cutAtMarkers(text, markers, up === undefined ? "up" : "both"),
    transactions: "wrapped",
    problems: wrong === null ? [] : [contentsError(source, wrong)],
  };
}

function wrongIn(text: string, markers: readonly Marker[], up: Marker | undefined): ContentsProblem | null {
  const [first] = markers;
  if (first === undefined) return null;
  if (up === undefined) {
    if (firstStatement(text.slice(first.to)) === null) return null;
    const message =
      "Without a line `-- Up Migration` node-pg-migrate runs the whole file on the way there, what stands below this one included.";
    return wrongMarker(first.from, message, "Put `-- Up Migration` above the way there.");
  }
  const before = firstStatement(text.slice(0, first.from));
  if (before === null) return null;
  const message = "This stands before the first marker, where node-pg-migrate leaves it out.";
  return wrongMarker(before, message, "Put it below `-- Up Migration`, or take it out.");
}

function refuseScript({ file, name }: SourceFile): MigrateError {
  return new MigrateError("FILE_UNSUPPORTED", `${file} is a migration of node-pg-migrate in JavaScript.`, {
    at: { file, line: 1, column: 1 },
    hint: "Put its SQL into a file of the same name that ends in `.sql`: `node-pg-migrate up --dry-run` prints it.",
    version: name.replace(/\.[^.]+$/, ""),
  });
}
