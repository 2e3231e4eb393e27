import { expect, test } from "vitest";
import { renderBytes } from "../../src/amounts.ts";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1_023, "1,023 bytes"],
  [8_192, "8 kB"],
  [1_500, "1.5 kB"],
  [1_047_552, "1 MB"],
  [1_048_576, "1 MB"],
  [268_435_456, "256 MB"],
  [1_099_511_627_776, "1 TB"],
  [5e15, "4,547 TB"],
])("%d bytes are written %j", (sizeBytes, text) => {
  expect(renderBytes(sizeBytes)).toBe(text);
});
