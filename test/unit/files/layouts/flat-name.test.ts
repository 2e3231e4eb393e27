import { expect, test } from "vitest";
import { isFlatSql, withoutSql } from "../../../../src/files/layouts/flat-name.ts";

test.each([
  ["1_a.sql", true],
  ["1_a.SQL", true],
  ["verify.sql", true],
  ["1_verify.sql", true],
  ["1_a.verify.sql", false],
  ["20240101120000_a_longer_name.Verify.SQL", false],
  [".sql", false],
  [".1_a.sql", false],
  ["x/1_a.sql", false],
  ["1_a.sql.bak", false],
  ["1_a.mysql", false],
])("%s is a migration's file by its name: %s", (name, is) => expect(isFlatSql(name)).toBe(is));

test.each([
  ["1_a.sql", "1_a"],
  ["1_a.SQL", "1_a"],
  ["1_to.sqlite.sql", "1_to.sqlite"],
  ["1_a", "1_a"],
])("%s is %s without its end", (name, without) => expect(withoutSql(name)).toBe(without));
