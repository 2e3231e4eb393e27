import { expect, test } from "vitest";
import { Scratch } from "../../../../src/files/large/scratch.ts";

test("room is made once for what is no longer than before, and begins where its memory does", () => {
  const scratch = new Scratch();
  const first = scratch.take(10);
  expect([first.length, first.byteOffset]).toEqual([10, 0]);
  for (const length of [10, 3, 0, 10]) {
    const next = scratch.take(length);
    expect([next.length, next.byteOffset]).toEqual([length, 0]);
    expect(next.buffer).toBe(first.buffer);
  }
  expect(scratch.take(11)).toHaveLength(11);
});
