import { expect, test } from "vitest";
import { flyway } from "../../../src/files/layouts/flyway.ts";
import type { LayoutReader } from "../../../src/files/layouts/layout.ts";
import { plain } from "../../../src/files/layouts/plain.ts";
import { liesInWanted, wantedFolders } from "../../../src/files/wanted-folders.ts";

/** As layouts do that have a folder for each migration. */
const folders: LayoutReader = { ...plain, entersFolder: (name) => /^\d+_/.test(name) };

test.each([
  ["plain", plain, [], "recognised", ["up", "down"]],
  ["one with a folder for each migration", folders, [], "recognised", ["1_a"]],
  [
    "Flyway's, with a mark beside",
    flyway,
    ["V1__a.sql"],
    "recognised",
    ["up", "up/up", "1_a", "1_a/2_b", "down"],
  ],
  ["Flyway's, without one", flyway, ["1_a.sql"], "recognised", []],
  ["Flyway's, named", flyway, [], "named", ["up", "up/up", "1_a", "1_a/2_b", "down"]],
  ["plain, named", plain, [], "named", ["up", "down"]],
] as const)("the layout %s looks into what it knows and no deeper", (_, reader, names, chosen, wanted) => {
  const asked = ["up", "up/up", "1_a", "1_a/2_b", "down", ".git", "up/.old"];
  expect(asked.filter(wantedFolders(reader, names, chosen))).toEqual(wanted);
});

test("a file is a layout's own in the directory itself, and in the folders that it wants", () => {
  const isWanted = wantedFolders(plain, [], "recognised");
  const asked = ["1_a.sql", "up/1_a.sql", "2_b/up.sql", "up/up/1_a.sql"];
  expect(asked.filter((name) => liesInWanted(name, isWanted))).toEqual(["1_a.sql", "up/1_a.sql"]);
});
