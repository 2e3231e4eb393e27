import { expect, test } from "vitest";
import { nodePgMigrate } from "../../../src/files/layouts/node-pg-migrate.ts";
import { plain } from "../../../src/files/layouts/plain.ts";
import { sqlMigrate } from "../../../src/files/layouts/sql-migrate.ts";
import { findFile } from "../../../src/plan/find-file.ts";

const NAMES = ["01_a.sql", "02_b.sql", "10_c.sql", "10_d.sql"];
const sources = NAMES.map((name) => ({ name, file: name, text: "-- +migrate Up" }));

test.each([
  ["01_a.sql", "01_a"],
  ["01_a", "01_a"],
  ["01", "01_a"],
  ["1", "01_a"],
  ["0002", "02_b"],
  ["10_d", "10_d"],
  ["10", undefined],
  ["3", undefined],
  ["1_a", undefined],
  ["01_", undefined],
  ["", undefined],
  ["a", undefined],
])("%j is the file %s where versions are names", (asked, stem) => {
  for (const { layout, makeMigrations } of [sqlMigrate, nodePgMigrate]) {
    const { files } = makeMigrations(sources);
    expect(findFile(asked, { layout, files })?.stem).toBe(stem);
  }
});

test("where versions are numbers, a number is the version", () => {
  const { files } = plain.makeMigrations(sources.slice(0, 3));
  const stems = ["1", "001", "02_b", "10", "11"].map(
    (asked) => findFile(asked, { layout: plain.layout, files })?.stem,
  );
  expect(stems).toEqual(["01_a", "01_a", "02_b", "10_c", undefined]);
});
