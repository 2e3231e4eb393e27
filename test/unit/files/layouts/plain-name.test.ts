import { describe, expect, test } from "vitest";
import { parsePlainName } from "../../../../src/files/layouts/plain-name.ts";

describe("what the name of a file says", () => {
  test.each([
    ["001_create_users.sql", "up", "001", "create_users", "001_create_users"],
    ["001_from.sql.sql", "up", "001", "from.sql", "001_from.sql"],
    ["001_from.sql.down.sql", "down", "001", "from.sql", "001_from.sql"],
    ["001_from.up.sql.down.sql", "down", "001", "from.up.sql", "001_from.up.sql"],
    ["V0012.Initial_Schema.up.sql", "up", "0012", "Initial_Schema", "V0012.Initial_Schema"],
    ["v0012.Initial_Schema.DOWN.sql", "down", "0012", "Initial_Schema", "v0012.Initial_Schema"],
    ["12.initial.verify.sql", "verify", "12", "initial", "12.initial"],
    ["V12.a.down.sql.up.sql", "up", "12", "a.down.sql", "V12.a.down.sql"],
    ["down/12.initial.down.sql", "down", "12", "initial", "12.initial"],
  ])("%s", (path, role, version, name, stem) => {
    const parsed = parsePlainName(path);
    expect([parsed?.role, parsed?.version.text, parsed?.name, parsed?.stem]).toEqual([
      role,
      version,
      name,
      stem,
    ]);
  });

  test.each([
    "other/001_a.sql",
    "xV1.a.up.sql",
    "V1.a.sql",
    "V.a.up.sql",
    "V1.5.up.sql",
    "V1.a.up.sql.bak",
    "V1.a.up.md",
  ])("%s is none", (path) => expect(parsePlainName(path)).toBeNull());
});
