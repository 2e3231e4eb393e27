import { expect, test } from "vitest";
import { parsed, problemsBeside } from "./support.ts";

const REPAIR = { command: "repair" } as const;

test.each([
  [{}, null],
  [{ "accept-checksum": "001" }, { version: "001", reason: null }],
  [
    { "accept-checksum": " 001 ", reason: " a typo " },
    { version: "001", reason: "a typo" },
  ],
  [
    { "accept-checksum": "001", reason: "a typo", apply: "true" },
    { version: "001", reason: "a typo" },
  ],
  [
    { "accept-checksum": "001", apply: "true", "dry-run": "true" },
    { version: "001", reason: null },
  ],
])("repair with %o means the acceptance %o", (values, wanted) => {
  expect(parsed({ ...REPAIR, ...(values as Record<string, string>) }).acceptChecksum).toEqual(wanted);
});

test.each([
  [
    { "accept-checksum": "001", apply: "true" },
    ["INPUT_MISSING reason: Nothing says why the checksum of 001 is accepted."],
  ],
  [
    { "accept-checksum": "001", apply: "true", reason: "  " },
    ["INPUT_MISSING reason: Nothing says why the checksum of 001 is accepted."],
  ],
  [
    { "accept-checksum": "001", version: "001", resolve: "done" },
    [
      "INPUT_INVALID accept-checksum: It names its migration and what to do, and cannot be given with version.",
      "INPUT_INVALID accept-checksum: It names its migration and what to do, and cannot be given with resolve.",
    ],
  ],
  [{ reason: "a typo" }, ["INPUT_INVALID reason: It says why something is accepted"]],
  [
    { "accept-drift": "true", apply: "true" },
    ["INPUT_MISSING reason: Nothing says why what is gone from the schema is accepted."],
  ],
  [
    { "accept-drift": "true", version: "001", resolve: "done", "accept-checksum": "001" },
    ["accept-checksum", "version", "resolve"].map(
      (other) =>
        `INPUT_INVALID accept-drift: It is about the schema, whatever migration made it, and cannot be given with ${other}.`,
    ),
  ],
  [{ apply: "true" }, ["INPUT_MISSING resolve: apply is given, but nothing says what is to be done."]],
  [{ resolve: "done" }, ["INPUT_MISSING version: resolve is done, but no version says of which migration."]],
])("repair with %o is refused: %j", (values, wanted) => {
  const lines = problemsBeside({ ...REPAIR, ...(values as Record<string, string>) });
  expect(lines).toHaveLength(wanted.length);
  for (const [index, line] of lines.entries()) expect(line).toContain(wanted[index]);
});

test("other commands pass over what is of repair", () => {
  expect(parsed({ command: "status", "accept-checksum": "001" }).acceptChecksum).not.toBeNull();
});
