import { expect, test } from "vitest";
import { MigrateError } from "../../../../src/errors.ts";
import { detectLayout, layoutsNamed } from "../../../../src/files/layouts/layouts.ts";
import { plain } from "../../../../src/files/layouts/plain.ts";

test.each(["auto", "plain", "up-down"])("%s finds numbered files", (name) => {
  expect(detectLayout(layoutsNamed(name), [{ name: "001_a.sql", kind: "file" }])).toBe(plain);
});

test("a layout that this version does not read is refused, naming those it reads", () => {
  const ask = () => layoutsNamed("goose");
  expect(ask).toThrow(MigrateError);
  expect(ask).toThrow(
    expect.objectContaining({ code: "INPUT_INVALID", message: expect.stringContaining('"goose"') }),
  );
  expect(ask).toThrow(expect.objectContaining({ details: { hint: "It reads `auto`, `plain`, `up-down`." } }));
});
