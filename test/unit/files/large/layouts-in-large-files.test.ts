import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dbmate } from "../../../../src/files/layouts/dbmate.ts";
import { flyway } from "../../../../src/files/layouts/flyway.ts";
import { goose } from "../../../../src/files/layouts/goose.ts";
import { graphileMigrate } from "../../../../src/files/layouts/graphile-migrate.ts";
import type { LayoutReader, SourceFile } from "../../../../src/files/layouts/layout.ts";
import { nodePgMigrate } from "../../../../src/files/layouts/node-pg-migrate.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { postgresMigrations } from "../../../../src/files/layouts/postgres-migrations.ts";
import { sqlMigrate } from "../../../../src/files/layouts/sql-migrate.ts";
import { sqlx } from "../../../../src/files/layouts/sqlx.ts";
import { tern } from "../../../../src/files/layouts/tern.ts";
import { makeScript } from "../../../../src/files/make-script.ts";
import type { WayBack } from "../../../../src/files/migration-file.ts";
import { splitStatements } from "../../../../src/files/sql/split-statements.ts";
import { LEDGER_NAME } from "../../../support/plan-values.ts";
import { largeSource } from "./source-of.ts";

interface Cut {
  readonly sql: string;
  /** Null in a run, whose statements have one place together. */
  readonly at: readonly number[] | null;
}

/** Each statement of one way, those of runs one by one. */
function statementsOf(way: WayBack) {
  const { mode, problems, statements } = makeScript(way, LEDGER_NAME);
  const all = statements.flatMap(({ sql, line, column, count }): Cut[] =>
    count === 1
      ? [{ sql, at: [line, column] }]
      : splitStatements(sql).statements.map((one) => ({ sql: one.sql, at: null })),
  );
  return { mode, problems: problems.map(({ code, line, column }) => ({ code, line, column })), all };
}

/** What a layout makes of a file. */
function readAs(reader: LayoutReader, source: SourceFile) {
  const { files, problems } = reader.makeMigrations([source]);
  return {
    problems: problems.map(({ code, details: { at } }) => ({ code, at })),
    files: files.map((file) => ({
      ...{ version: file.version.text, checksum: file.checksum, rule: file.transactions },
      up: statementsOf(file),
      down: file.down && { rule: file.down.transactions, ...statementsOf(file.down) },
    })),
  };
}

function expectSame(
  reader: LayoutReader,
  { file, name, text }: SourceFile,
  size: number,
  head?: number,
): void {
  const whole = readAs(reader, { file, name, text });
  const large = readAs(reader, largeSource(name, `\ufeff${text}`, size, head));
  const shape = ({ problems, files }: typeof whole) => ({
    problems,
    files: files.map(({ up, down, ...rest }) => ({
      ...rest,
      up: withoutPlaces(up),
      down: withoutPlaces(down),
    })),
  });
  expect(shape(large)).toEqual(shape(whole));
  for (const [index, file] of large.files.entries()) {
    for (const way of ["up", "down"] as const)
      for (const [at, statement] of (file[way]?.all ?? []).entries())
        if (statement.at === null) expect(file[way]?.mode).toBe("transaction");
        else expect(statement.at).toEqual(whole.files[index]?.[way]?.all[at]?.at);
  }
}

const withoutPlaces = (way: { readonly all: readonly Cut[] } | null) =>
  // What is blank in a large file is so byte by byte.
  way && { ...way, all: way.all.map(({ sql }) => sql.replace(/ +/g, " ")) };

const LINES: Readonly<Record<string, readonly string[]>> = {
  dbmate: [
    "-- migrate:up",
    "-- migrate:down",
    "-- migrate:up transaction:false",
    " -- migrate:down",
    "--migrate:down x",
  ],
  goose: [
    ...["-- +goose Up", "-- +goose Down", "-- +goose StatementBegin", "-- +goose StatementEnd"],
    ...[
      "-- +goose NO TRANSACTION",
      "  -- +goose Down",
      "-- +goose ENVSUB ON",
      "-- +goose ENVSUB OFF",
      "SELECT '$HOME';",
    ],
  ],
  "sql-migrate": [
    ...["-- +migrate Up", "-- +migrate Down", "-- +migrate Up notransaction", "-- +migrate StatementBegin"],
    ...["-- +migrate StatementEnd", "-- +migrate down", "\t-- +migrate Down"],
  ],
  "node-pg-migrate": ["-- Up Migration", "-- Down Migration", "  --- down migration", "-- up migration of x"],
  tern: [
    "---- create above / drop below ----",
    "---- tern: disable-tx ----",
    " ---- create above / drop below ----",
    "SELECT '{{1}}';",
  ],
  flyway: [`SELECT '\${x}';`, `-- \${y}`],
  "graphile-migrate": [
    "--! Previous: -",
    "--! Hash: sha1:ab",
    "--! Message: m",
    "--! no-transaction",
    "SELECT :DATABASE_NAME;",
  ],
  "postgres-migrations": [
    "-- postgres-migrations disable-transaction",
    "SELECT 1; -- postgres-migrations disable-transaction",
  ],
  sqlx: ["-- no-transaction"],
  plain: ["-- migrate:no-transaction", "-- migrate:timeout 10min", "-- +goose Up"],
};
const COMMON = [
  ...[
    "INSERT INTO é VALUES (1);",
    "INSERT INTO t VALUES ('a\n-- not\nb');",
    "CREATE TABLE t ();",
    "DELETE FROM t",
  ],
  ...[
    "",
    "-- words",
    "  -- words",
    "/* a",
    "*/",
    "COPY t FROM STDIN;\n1\té\n\\.",
    "DROP TABLE t;",
    "COMMIT;",
    ";",
  ],
];
const READERS: readonly { readonly reader: LayoutReader; readonly name: string }[] = [
  { reader: dbmate, name: "001_a.sql" },
  { reader: goose, name: "001_a.sql" },
  { reader: sqlMigrate, name: "001_a.sql" },
  { reader: nodePgMigrate, name: "001_a.sql" },
  { reader: tern, name: "001_a.sql" },
  { reader: flyway, name: "V1__a.sql" },
  { reader: graphileMigrate, name: "000001.sql" },
  { reader: postgresMigrations, name: "1_a.sql" },
  { reader: sqlx, name: "001_a.sql" },
  { reader: plain, name: "001_a.sql" },
];

describe("a large file means what it would as a small one", () => {
  test.each(READERS)("$reader.layout.name", ({ reader, name }) => {
    const own = LINES[reader.layout.name] ?? [];
    const line = fc.oneof(fc.constantFrom(...own), fc.constantFrom(...COMMON));
    const first = fc.constantFrom("", `${own[0]}\n`);
    const texts = fc
      .tuple(first, fc.array(line, { maxLength: 10 }), fc.constantFrom("\n", "\r\n"))
      .map(([begin, lines, lineEnd]) => begin + lines.join(lineEnd));
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 50 }), (text, size) => {
        expectSame(reader, { name, file: `m/${name}`, text }, size);
        // Behind the head a comment of another form is taken for what may be a statement.
        if (!text.includes("/*")) expectSame(reader, { name, file: `m/${name}`, text }, size, 0);
      }),
      { numRuns: 800 },
    );
  });
});

test("tern's separator in the middle of a line is refused in a large file, with its place", () => {
  const text = "-- é\nSELECT 'é'; ---- create above / drop below ----\nSELECT 2;";
  const { problems } = readAs(tern, largeSource("001_a.sql", text, 50, 0));
  expect(problems).toMatchObject([{ code: "HEADER_INVALID", at: { line: 2, column: 13 } }]);
});
