import { expect, test } from "vitest";
import { runLockKey } from "../../../src/database/run-lock.ts";

test("the run lock's key is one for each ledger, a signed 64-bit number, and never changes: older versions must be kept out", () => {
  const key = runLockKey({ schema: "public", table: "schema_migrations" });
  expect(BigInt.asIntN(64, BigInt(key)).toString()).toBe(key);
  expect(runLockKey({ schema: "public", table: "schema_migrations" })).toBe(key);
  const others = [
    { schema: "app", table: "schema_migrations" },
    { schema: "public", table: "m" },
    { schema: 'public","x', table: "m" },
  ];
  expect(new Set([key, ...others.map(runLockKey)]).size).toBe(4);
  expect(key).toMatchInlineSnapshot(`"7190148643575261842"`);
});
