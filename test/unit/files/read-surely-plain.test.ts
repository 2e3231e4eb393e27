import { expect, test } from "vitest";
import { LAYOUTS } from "../../../src/files/layouts/layouts.ts";
import { readTop } from "../../../src/files/read-directory.ts";
import { readMigrations } from "../../../src/files/read-migrations.ts";
import { readSurelyPlain } from "../../../src/files/read-surely-plain.ts";
import { makeMigrations } from "../../support/temporary.ts";

const read = (directory: string) => readSurelyPlain(directory, readTop(directory));

test("numbered files with comments of people, and what lies beside them for people, are plain for sure", async () => {
  const directory = makeMigrations({
    "1_a.up.sql": "-- migrate:no-transaction\n-- up to here\nSELECT 1; -- previous one\n",
    "1_a.down.sql": "\ufeff-- down\n",
    "20_b.SQL": "",
    "README.md": "",
    readme: "",
    ".gitkeep": "",
  });
  expect((await read(directory))?.map(({ name, file, text }) => [name, file, text.length])).toEqual([
    ["1_a.down.sql", `${directory}/1_a.down.sql`, 8],
    ["1_a.up.sql", `${directory}/1_a.up.sql`, 66],
    ["20_b.SQL", `${directory}/20_b.SQL`, 0],
  ]);
  expect((await readMigrations(directory, "auto")).layout.name).toBe("plain");
});

/** Each mark as its tool's users write it, and as loosely as its layout still knows it. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  dbmate: ["-- migrate:up", "  --migrate:down", "--\tMIGRATE:up".toLowerCase()],
  goose: ["-- +goose Up", "--+GOOSE Down", "\t-- - +goose StatementBegin"],
  "sql-migrate": ["-- +migrate Up", "--+Migrate Down notransaction"],
  "node-pg-migrate": ["-- Up Migration", "---- up\tmigration", "-- Up  Migration"],
  tern: ["---- create above / drop below ----"],
  "graphile-migrate": ["--! Previous: -", "--! Hash: sha1:00"],
  "postgres-migrations": ["-- postgres-migrations disable-transaction"],
  sqlx: ["-- no-transaction"],
};

test("every layout that is known by a text is in the table", () => {
  const known = LAYOUTS.filter(({ mark }) => mark?.in === "texts").map(({ layout }) => layout.name);
  expect(Object.keys(MARKS).toSorted()).toEqual(known.toSorted());
});

test.each(Object.entries(MARKS).flatMap(([name, marks]) => marks.map((mark) => [name, mark] as const)))(
  "a file of %s with %j leaves it to all layouts",
  async (name, mark) => {
    const pattern = LAYOUTS.flatMap((reader) =>
      reader.layout.name === name && reader.mark?.in === "texts" ? [reader.mark.pattern] : [],
    )[0];
    const text = `${mark}\nSELECT 1;\n`;
    expect(pattern?.test(text)).toBe(true);
    const directory = makeMigrations({ "1_a.sql": "SELECT 1;", "2_b.sql": text });
    expect(await read(directory)).toBeNull();
  },
);

test.each<Record<string, string | Buffer>>([
  {},
  { "README.md": "" },
  { "1_a.sql": "", "V2__b.sql": "" },
  { "1_a.sql": "", "1_a.sql.conf": "" },
  { "1_a.sql": "", "2_b.js": "" },
  { "1_a.sql": "", "seed.sql": "" },
  { "1_a.sql": "", "OLD_README.md": "" },
  { "1_a.sql": "", "README.md.sql": "" },
  { "1_a.sql": "", "README.md/2_b.sql": "" },
  { "1_a.sql": "", "up/2_b.sql": "" },
  { "1_a.sql": "", "meta/_journal.json": "{}" },
  { "1_a/migration.sql": "" },
  { "1_a.sql": Buffer.from([0xff]) },
  { "1_a.sql": "x\0" },
])("%j is not", async (files) => {
  expect(await read(makeMigrations(files))).toBeNull();
});

test("a text that is read in more than one piece is not", async () => {
  expect(await read(makeMigrations({ "1_a.sql": " ".repeat(70_000) }))).toBeNull();
});
