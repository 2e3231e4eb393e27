import { expect, test } from "vitest";
import { MigrateError } from "../../../../src/errors.ts";
import { detectLayout } from "../../../../src/files/layouts/detect-layout.ts";
import { LAYOUTS, layoutsNamed } from "../../../../src/files/layouts/layouts.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";

test.each(["auto", "plain", "up-down"])("%s finds numbered files", (name) => {
  const source = { name: "001_a.sql", file: "m/001_a.sql", text: "SELECT 1;" };
  expect(detectLayout(layoutsNamed(name), [source])).toEqual({ kind: "layout", reader: plain });
});

test("layouts stand in the order of their names, and plain, which takes the rest, is the last", () => {
  const names = LAYOUTS.map(({ layout }) => layout.name);
  expect(names).toEqual([...names.filter((name) => name !== "plain").sort(), "plain"]);
  expect(LAYOUTS.every(({ names, layout }) => names[0] === layout.name)).toBe(true);
});

test("a layout that this version does not read is refused, naming those it reads", () => {
  const ask = () => layoutsNamed("ant");
  expect(ask).toThrow(MigrateError);
  expect(ask).toThrow(
    expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining('"ant"') }),
  );
  const known = ["auto", ...LAYOUTS.flatMap(({ names }) => names)].map((name) => `\`${name}\``).join(", ");
  expect(ask).toThrow(expect.objectContaining({ details: { hint: `It reads ${known}.` } }));
});

test("each layout's first name is its own, no name means two, and the plain one comes last", () => {
  expect(LAYOUTS.map(({ names }) => names[0])).toEqual(LAYOUTS.map(({ layout }) => layout.name));
  const names = LAYOUTS.flatMap(({ names }) => names);
  expect(new Set(names).size).toBe(names.length);
  expect(LAYOUTS.at(-1)).toBe(plain);
});
