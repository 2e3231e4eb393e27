import { describe, expect, test } from "vitest";
import {
  isFlywayName,
  parseFlywayName,
  parseFlywayVersion,
} from "../../../../src/files/layouts/flyway-name.ts";

describe("a name of Flyway's", () => {
  test.each([
    ["V1__init.sql", "up", "1", "1", "init", "V1__init"],
    ["V1_2__add_users.sql", "up", "1.2", "1.2", "add_users", "V1_2__add_users"],
    ["V2.1__a.sql", "up", "2.1", "2.1", "a", "V2.1__a"],
    ["V1.0__a.sql", "up", "1.0", "1", "a", "V1.0__a"],
    ["V0__a.sql", "up", "0", "0", "a", "V0__a"],
    ["V005__a.SQL", "up", "005", "5", "a", "V005__a"],
    ["V20240101120000__a.sql", "up", "20240101120000", "20240101120000", "a", "V20240101120000__a"],
    ["V1__2__a.sql", "up", "1", "1", "2__a", "V1__2__a"],
    ["V1___a.sql", "up", "1", "1", "_a", "V1___a"],
    ["V1.sql", "up", "1", "1", "", "V1"],
    ["U1.2__undo it.sql", "down", "1.2", "1.2", "undo it", "U1.2__undo it"],
    ["R__views.sql", "up", "R__views", "R__views", "views", "R__views"],
    ["R__my_views.sql", "up", "R__my_views", "R__my views", "my_views", "R__my_views"],
    ["reports/2024/V3__c.sql", "up", "3", "3", "c", "V3__c"],
  ])("%s is a way %s of version %s, key %s", (path, role, text, key, name, stem) => {
    expect(parseFlywayName(path)).toMatchObject({ role, version: { text, key }, name, stem });
  });

  test("is repeatable when it begins with R, and only then", () => {
    expect(parseFlywayName("R__a.sql")?.version.kind).toBe("repeatable");
    expect(parseFlywayName("V1__a.sql")?.version.kind).toBeUndefined();
    expect(parseFlywayName("U1__a.sql")?.version.kind).toBeUndefined();
  });

  test.each([
    "V1_init.sql",
    "v1__init.sql",
    "u1__init.sql",
    "r__views.sql",
    "V__init.sql",
    "V1a__init.sql",
    "V1..2__init.sql",
    "V1.__init.sql",
    "V-1__init.sql",
    "R1__views.sql",
    "R_views.sql",
    "R__.sql",
    "R.sql",
    "README.sql",
    "B1__base.sql",
    "001_init.sql",
    "V0001.Initial.up.sql",
    ".sql",
    "V1__a.txt",
    "RR__views.sql",
    "R__views.sql.bak",
    "",
    "views/",
  ])("is not %s", (name) => {
    expect(parseFlywayName(name)).toBeNull();
  });

  test.each([
    ["V1__a.sql", true],
    ["deep/er/V1_2__a.SQL", true],
    ["U1__a.sql", true],
    ["B1__a.sql", true],
    ["R__a.sql", true],
    ["V1.sql", false],
    ["V1__a.md", false],
    ["xV1__a.sql", false],
    ["v1__a.sql", false],
    ["V0001.Initial.up.sql", false],
    ["1__a.sql", false],
    ["V1__a.sql/README", false],
  ])("%s marks a directory of Flyway's: %s", (name, isMark) => {
    expect(isFlywayName(name)).toBe(isMark);
  });
});

describe("a version as a ledger or a person writes it", () => {
  test.each([
    ["2.1", "2.1"],
    ["2_1", "2.1"],
    ["2.1.0", "2.1"],
    ["002", "2"],
    ["V2_1", "2.1"],
    ["V2.1__alter_jobs", "2.1"],
    ["V2.1__alter_jobs.sql", "2.1"],
    ["views/V2.1__alter_jobs.sql", "2.1"],
    ["R__my_views", "R__my views"],
    ["R__my views", "R__my views"],
    ["views/R__my_views.sql", "R__my views"],
    ["R__my.sql views", "R__my.sql views"],
    ["V2.1__alter\njobs", "2.1"],
    ["R__my\nviews", "R__my\nviews"],
  ])("%s is %s", (text, key) => {
    expect(parseFlywayVersion(text)?.key).toBe(key);
  });

  test.each([
    "",
    "latest",
    "1a",
    "1_create_users",
    "v1",
    "R",
    "R__",
    "-1",
    "1.",
    "B1__x",
    "RR__x",
    "B1__R__x",
  ])("%j is none", (text) => {
    expect(parseFlywayVersion(text)).toBeNull();
  });
});
