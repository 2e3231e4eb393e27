import { expect, test } from "vitest";
import { tagName, tagVersion } from "../../../../src/files/layouts/drizzle-tag.ts";

test.each([
  ["0012_tough_moon", "tough_moon", [12n, "0012_tough_moon"]],
  ["0012", "0012", [12n, "0012"]],
  ["0012_", "0012_", [12n, "0012_"]],
  ["zebra", "zebra", ["zebra"]],
  ["zebra_2_crossing", "zebra_2_crossing", ["zebra_2_crossing"]],
])("%s is called %s and stands at %o", (tag, name, order) => {
  expect(tagName(tag)).toBe(name);
  expect(tagVersion(tag)).toEqual({ text: tag, key: tag, order });
});
