import { expect, test } from "vitest";
import { NODE_PG_MIGRATE_DOWN } from "../../../../src/files/layouts/way-markers.ts";

test.each([
  ["-- Down Migration", true],
  ["--down migration", true],
  ["----- DOWN \t migration  ", true],
  ["--\t- down\tmigration", true],
  ["-- down migration of the users", false],
  ["-- see -- down migration", false],
  ["-- the down migration", false],
  ["-- downmigration", false],
  ["-- down: migration", false],
  ["-- up migration", false],
])("%j is node-pg-migrate's line above a way back: %s", (comment, is) => {
  expect(NODE_PG_MIGRATE_DOWN.test(comment)).toBe(is);
});
