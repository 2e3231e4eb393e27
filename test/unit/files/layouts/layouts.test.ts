import { expect, test } from "vitest";
import { MigrateError } from "../../../../src/errors.ts";
import { detectLayout } from "../../../../src/files/layouts/detect-layout.ts";
import { layoutsNamed } from "../../../../src/files/layouts/layouts.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";

test.each(["auto", "plain", "up-down"])("%s finds numbered files", (name) => {
  const source = { name: "001_a.sql", file: "m/001_a.sql", text: "SELECT 1;" };
  expect(detectLayout(layoutsNamed(name), [source])).toEqual({ kind: "layout", reader: plain });
});

test("a layout that this version does not read is refused, naming those it reads", () => {
  const ask = () => layoutsNamed("ant");
  expect(ask).toThrow(MigrateError);
  expect(ask).toThrow(
    expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining('"ant"') }),
  );
  const hint = expect.stringMatching(/^It reads `auto`, .*`plain`, `up-down`\.$/);
  expect(ask).toThrow(expect.objectContaining({ details: { hint } }));
});
