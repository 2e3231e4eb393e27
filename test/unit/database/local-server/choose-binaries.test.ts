import { expect, test } from "vitest";
import { chooseBinaries } from "../../../../src/database/local-server/choose-binaries.ts";

const binaries = (name: string) => {
  const major = Number.parseInt(name, 10);
  const pgDump = name.endsWith("+dump") ? `/${name}/pg_dump` : null;
  return { binDirectory: `/${name}`, major, version: name, pgDump };
};

test.each([
  [16, ["18", "16", "14"], "16", "the same major"],
  [15, ["18", "16", "14"], "16", "the nearest above, not below"],
  [13, ["18", "16", "14"], "14", "the nearest above when all are"],
  [19, ["14", "18", "16"], "18", "the nearest below when none is above"],
  [16, ["16", "18+dump"], "16", "the major before the dump tool"],
  [16, ["16", "16+dump"], "16+dump", "the dump tool among equal majors"],
  [16, ["16+dump", "16-other+dump"], "16+dump", "the first of equals"],
])("for %i of %j: %s, %s", (wanted, found, expected) => {
  expect(chooseBinaries(found.map(binaries), wanted)?.binDirectory).toBe(`/${expected}`);
});

test("of none: none", () => {
  expect(chooseBinaries([], 16)).toBeNull();
});
