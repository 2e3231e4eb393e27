import { describe, expect, test } from "vitest";
import { detectLayout } from "../../../../src/files/layouts/detect-layout.ts";
import { layoutsNamed } from "../../../../src/files/layouts/layouts.ts";

/** The layout's name, or code, message and place of what is wrong. */
function detect(files: Readonly<Record<string, string>>, named = "auto") {
  const sources = Object.entries(files).map(([name, text]) => ({ name, file: `m/${name}`, text }));
  const detected = detectLayout(layoutsNamed(named), sources);
  if (detected.kind === "layout") return detected.reader.layout.name;
  const { code, message, details } = detected.problem;
  return { code, message, file: details.at?.file };
}

const FILE_OF = {
  dbmate: "-- migrate:up\nSELECT 1;\n-- migrate:down\n",
  goose: "-- +goose Up\nSELECT 1;\n",
  "sql-migrate": "-- +migrate Up\nSELECT 1;\n",
  "node-pg-migrate": "-- Up Migration\nSELECT 1;\n-- Down Migration\n",
  tern: "SELECT 1;\n---- create above / drop below ----\n",
} as const;
const TOOLS = Object.keys(FILE_OF) as (keyof typeof FILE_OF)[];

describe.each(TOOLS)("a directory of %s", (tool) => {
  const own = FILE_OF[tool];

  test("is known by the marker in its files, beside files that are no migrations", () => {
    const others = {
      "README.md": "-- migrate:up",
      ".gitkeep": "",
      ".001_a.sql": "",
      "001_a.sql~": "",
      "atlas.sum": "",
    };
    expect(detect({ "001_a.sql": own, "002_b.sql": own, ...others })).toBe(tool);
    expect(detect({ "001_a.sql": own.replaceAll("\n", "\r\n") })).toBe(tool);
    expect(detect({ "001_a.sql": `-- About it.\n\n${own}` })).toBe(tool);
  });

  test("is not seen where the words stand in the middle of a line", () => {
    expect(detect({ "001_a.sql": `SELECT 0; ${own.split("\n").join(" ")}` })).toBe("plain");
  });

  test.each(TOOLS.filter((other) => other !== tool))("with a file of %s is refused, naming both", (other) => {
    expect(detect({ "001_a.sql": own, "002_b.sql": FILE_OF[other] })).toMatchObject({
      code: "LAYOUT_MIXED",
      message: expect.toSatisfy((message: string) => message.includes(tool) && message.includes(other)),
    });
  });

  test("is what it is named, whatever its files look like", () => {
    expect(detect({ "001_a.sql": own }, "plain")).toBe("plain");
    for (const other of TOOLS) expect(detect({ "001_a.sql": own, "002_b.sql": "" }, other)).toBe(other);
  });
});

test.each(["dbmate", "goose", "sql-migrate"] as const)(
  "every file of %s has its marker: one without is refused, and named",
  (tool) => {
    expect(detect({ "001_a.sql": FILE_OF[tool], "002_b.sql": "SELECT 1;", "1_x.verify.sql": "" })).toEqual({
      code: "LAYOUT_MIXED",
      message: `The directory is in the layout ${tool} (m/001_a.sql), and m/002_b.sql cannot be of it.`,
      file: "m/002_b.sql",
    });
  },
);

test.each(["node-pg-migrate", "tern"] as const)("not every file of %s has one", (tool) => {
  expect(detect({ "001_a.sql": "SELECT 1;", "002_b.sql": FILE_OF[tool] })).toBe(tool);
});

test("a migration in Go or JavaScript is left to the layout to refuse", () => {
  expect(detect({ "001_a.sql": FILE_OF.goose, "002_b.go": "", "003_c.js": "" })).toBe("goose");
  expect(detect({ "001_a.sql": FILE_OF.goose, "002_from.sql.go": "" })).toBe("goose");
});

test.each([
  ["our own headers", "-- migrate:no-transaction\n-- migrate:timeout 10min\nSELECT 1;"],
  ["a word that goes on", "-- migrate:upper\nSELECT 1;"],
  ["words above a way back that is commented out", "SELECT 1;\n-- Down Migration\n-- SELECT 2;"],
  ["a sentence that begins like a marker", "-- Up migration for the users\nSELECT 1;"],
  ["a comment about goose", "-- taken over from goose: +goose Up\nSELECT 1;"],
])("%s make no other layout than plain", (_, text) => expect(detect({ "001_a.sql": text })).toBe("plain"));
