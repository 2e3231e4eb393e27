import { expect, test } from "vitest";
import { LAYOUTS } from "../../../../src/files/layouts/layouts.ts";
import { readFiles } from "./read-one.ts";

const SQL = "SELECT 1;\n";

/** A migration of each layout that has files for the way back, and the file that its `wayBack` describes, how it says so. */
const ADVISED: readonly (readonly [layout: string, up: string, down: string, says: string])[] = [
  ["plain", "001_a.sql", "001_a.down.sql", "`NAME.down.sql`"],
  ["plain", "001_a.up.sql", "001_a.down.sql", "`NAME.down.sql`"],
  ["plain", "001_a.sql", "down/001_a.sql", "down/"],
  ["plain", "up/001_a.sql", "down/001_a.sql", "down/"],
  ["golang-migrate", "1_a.up.sql", "1_a.down.sql", "`NAME.down.sql`"],
  ["sqlx", "1_a.sql", "1_a.down.sql", "`NAME.down.sql`"],
  ["node-pg-migrate", "1700000000000_a.sql", "1700000000000_a.down.sql", "`NAME.down.sql`"],
  ["diesel", "2024-01-01-000000_a/up.sql", "2024-01-01-000000_a/down.sql", "`down.sql`"],
  ["flyway", "V1_2__a.sql", "U1_2__a.sql", "`U` in place of `V`"],
];

test.each(ADVISED)(
  "%s: beside %s a file %s is its way back, does not edit it, and is advised",
  (name, up, down, says) => {
    const reader = LAYOUTS.find(({ layout }) => layout.name === name);
    if (reader === undefined) expect.unreachable();
    const [before] = readFiles(reader, { [up]: SQL }).files;
    const { files, problems } = readFiles(reader, { [up]: SQL, [down]: SQL });
    expect(problems).toEqual([]);
    expect([before?.down, files[0]?.down?.file, files[0]?.checksum]).toEqual([
      null,
      `m/${down}`,
      before?.checksum,
    ]);
    expect(reader.layout.wayBack).toContain(says);
  },
);

test("the layouts that say which file it is are those", () => {
  const saying = LAYOUTS.filter(({ layout }) => layout.wayBack !== null).map(({ layout }) => layout.name);
  expect(saying.sort()).toEqual([...new Set(ADVISED.map(([name]) => name))].sort());
});
