import type { MigrateError } from "../../errors.ts";
import type { Version } from "../migration-file.ts";
import { contentsError } from "./contents-problems.ts";
import { isFlatSql, withoutSql } from "./flat-name.ts";
import type { LayoutReader, SourceFile } from "./layout.ts";
import { type Contents, makeNumbered } from "./numbered.ts";
import { cutAtMarkers } from "./sections.ts";
import { readCommands } from "./sql-migrate-commands.ts";
import { WAY_MARKERS } from "./way-markers.ts";

/**
 * sql-migrate's files: parts of both ways in one, in any alternation. A version is the file's name, as
 * `sql-migrate status` and gorp_migrations write it; its digits only order it, and a name without any comes last.
 * HEADER_INVALID, and what makeNumbered finds. Source: github.com/rubenv/sql-migrate v1.8.1, migrate.go and sqlparse.
 */
export const sqlMigrate: LayoutReader = {
  layout: {
    name: "sql-migrate",
    wayBack: null,
    parseVersion: (text) => (text === "" ? null : versionOf(text)),
  },
  names: ["sql-migrate"],
  mark: { in: "texts", pattern: WAY_MARKERS["sql-migrate"], carriedBy: "every file" },
  entersFolder: () => false,
  reads: isFlatSql,
  makeMigrations: (sources) =>
    makeNumbered(sources, {
      parseName: (path) => {
        const stem = withoutSql(path);
        return { role: "up", version: versionOf(path), name: stem.replace(/^\d+[_-]+(?=.)/s, ""), stem };
      },
      nameHint: "Name it `20240131120000-what_it_does.sql`",
      readContents,
    }),
};

/** `1_initial` and `1_initial.sql` are one: people leave the end out. */
function versionOf(text: string): Version {
  const key = withoutSql(text);
  const [digits] = /^\d+/.exec(key) ?? [];
  return { text, key, order: digits === undefined ? [key] : [BigInt(digits), key] };
}

function readContents(source: SourceFile): Contents {
  const { markers, transactions, problem } = readCommands(source.text);
  const problems: MigrateError[] = problem === null ? [] : [contentsError(source, problem)];
  return {
    sections: cutAtMarkers(source.text, markers, "both"),
    transactions: transactions.up,
    downTransactions: transactions.down,
    problems,
  };
}
