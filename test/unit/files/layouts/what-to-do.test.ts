import { expect, test } from "vitest";
import { diesel } from "../../../../src/files/layouts/diesel.ts";
import { drizzle } from "../../../../src/files/layouts/drizzle.ts";
import { golangMigrate } from "../../../../src/files/layouts/golang-migrate.ts";
import { goose } from "../../../../src/files/layouts/goose.ts";
import type { LayoutReader } from "../../../../src/files/layouts/layout.ts";
import { nodePgMigrate } from "../../../../src/files/layouts/node-pg-migrate.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";
import { postgresMigrations } from "../../../../src/files/layouts/postgres-migrations.ts";
import { sqlMigrate } from "../../../../src/files/layouts/sql-migrate.ts";
import { readFiles } from "./read-one.ts";

type Case = readonly [what: string, files: Readonly<Record<string, string>>, says: string];

const oneFile = (...lines: readonly string[]) => ({ "001_a.sql": lines.join("\n") });

/** Of each layout: what is refused, and the end of what its message and its hint say together. */
const REFUSED: readonly (readonly [LayoutReader, readonly Case[]])[] = [
  [
    plain,
    [["a way back alone", { "1_a.down.sql": "" }, "no file makes it. Add its up file, or remove this one."]],
  ],
  [
    nodePgMigrate,
    [
      ["a name", { "a.sql": "" }, "Name it `1700000000000_what-it-does.sql`, or move it out"],
      [
        "a way back without a way there",
        oneFile("SELECT 1;", "-- Down Migration", "SELECT 2;"),
        "this one included. Put `-- Up Migration` above the way there.",
      ],
      [
        "statements above",
        oneFile("SELECT 1;", "-- Up Migration"),
        "leaves it out. Put it below `-- Up Migration`, or take it out.",
      ],
      ["a script", { "1_a.js": "" }, "ends in `.sql`: `node-pg-migrate up --dry-run` prints it."],
    ],
  ],
  [
    goose,
    [
      [
        "a block left open",
        oneFile("-- +goose Up", "-- +goose StatementBegin"),
        "has no `-- +goose StatementEnd`. Put `-- +goose StatementEnd` below what belongs together.",
      ],
      [
        "a block over the way back",
        oneFile("-- +goose Up", "-- +goose StatementBegin", "-- +goose Down"),
        "before the next part. Put `-- +goose StatementEnd` below what belongs together.",
      ],
      [
        "a block in a block",
        oneFile("-- +goose Up", "-- +goose StatementBegin", "-- +goose StatementBegin"),
        "inside another. Put `-- +goose StatementEnd` above it: blocks do not nest.",
      ],
      [
        "an end without a block",
        oneFile("-- +goose Up", "-- +goose StatementEnd"),
        "Put `-- +goose StatementBegin` above what belongs together, or take this line out.",
      ],
      [
        "no annotation",
        oneFile("SELECT 1;"),
        "Put `-- +goose Up` above the statements, and `-- +goose Down` above",
      ],
      [
        "two ways there",
        oneFile("-- +goose Up", "-- +goose Up"),
        "goose reads one `-- +goose Up`, and after it at most one `-- +goose Down`.",
      ],
      [
        "statements above",
        oneFile("SELECT 1;", "-- +goose Up"),
        "marker of goose, where goose does not run it. Put it below `-- +goose Up`, or take it out.",
      ],
    ],
  ],
  [
    sqlMigrate,
    [
      [
        "a block left open",
        oneFile("-- +migrate Up", "-- +migrate StatementBegin"),
        "This `-- +migrate StatementBegin` has no `-- +migrate StatementEnd`. Put `-- +migrate StatementEnd` below what belongs together.",
      ],
      [
        "no command",
        oneFile("SELECT 1;"),
        "Put `-- +migrate Up` above the statements, and `-- +migrate Down` above those that undo them.",
      ],
      [
        "small letters",
        oneFile("-- +migrate up"),
        "with one blank after the dashes and its capitals: `-- +migrate Up`",
      ],
      [
        "statements above",
        oneFile("SELECT 1;", "-- +migrate Up"),
        "marker of sql-migrate, where sql-migrate does not run it. Put it below `-- +migrate Up`, or take it out.",
      ],
    ],
  ],
  [
    golangMigrate,
    [["a name", { "1-a.sql": "" }, "Name it `001_what_it_does.up.sql` or `.down.sql`, or move it out"]],
  ],
  [
    postgresMigrations,
    [
      ["a name", { "a.sql": "" }, "Name it `1_what-it-does.sql`, or move it out"],
      [
        "a program",
        { "1_a.js": "" },
        "this runs none that is a program. Put the SQL that it makes into a .sql file of the same number",
      ],
    ],
  ],
  [
    diesel,
    [
      [
        "a value in quotes",
        { "1_a/up.sql": "", "1_a/metadata.toml": 'run_in_transaction = "false"' },
        "neither true nor false. Write `run_in_transaction = false`, without quotes.",
      ],
    ],
  ],
  [
    drizzle,
    [
      [
        "a file beside the journal",
        { "0_a.sql": "", "meta/_journal.json": '{"entries":[]}' },
        "Let drizzle-kit make it (`generate --custom`), add its entry, or move it out",
      ],
      [
        "a journal of another database",
        { "meta/_journal.json": '{"entries":[],"dialect":"mysql"}' },
        "Set `migrations-path` to the directory of the PostgreSQL migrations.",
      ],
      [
        "a broken journal",
        { "meta/_journal.json": "{}" },
        "Restore it from the repository's history, or let drizzle-kit",
      ],
    ],
  ],
];

test.each(
  REFUSED.flatMap(([reader, cases]) =>
    cases.map(([what, files, says]) => ({ tool: reader.layout.name, what, reader, files, says })),
  ),
)("$tool: who is refused $what is told what to do", ({ reader, files, says }) => {
  const { problems } = readFiles(reader, files);
  expect(problems.map(({ message, details }) => `${message} ${details.hint}`)).toEqual([
    expect.stringContaining(says),
  ]);
});
