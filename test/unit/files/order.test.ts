import { expect, test } from "vitest";
import type { Version } from "../../../src/files/migration-file.ts";
import { compareOrder } from "../../../src/files/order.ts";

const version = (...order: Version["order"]): Version => ({ text: `${order}`, key: `${order}`, order });

/** Ascending: nothing before numbers, these by their value, numbers before texts, these by their characters. */
const ASCENDING = [
  version(),
  version(1n),
  version(1n, 0n),
  version(1n, 2n),
  version(1n, 10n),
  version(1n, 10n, "a"),
  version(1n, "B"),
  version(1n, "a"),
  version(1n, "a", 1n),
  version(1n, "b"),
  version(2n),
  version("1"),
  version("a", 3n),
];

test("any two versions are before, beside or after each other as they stand in the list", () => {
  const signs = ASCENDING.map((a) => ASCENDING.map((b) => Math.sign(compareOrder(a, b))));
  expect(signs).toEqual(ASCENDING.map((_, a) => ASCENDING.map((_, b) => Math.sign(a - b))));
});
