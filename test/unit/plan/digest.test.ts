import { expect, test } from "vitest";
import { plain } from "../../../src/files/layouts/plain.ts";
import { makeDigest } from "../../../src/plan/digest.ts";
import { makeDownStep } from "../../../src/plan/make-step.ts";
import { LEDGER_NAME, makeRow } from "../../support/plan-values.ts";
import { largeSource } from "../files/large/source-of.ts";

/** The digest of a plan that takes one migration back with `text`, in a file that is too large to be held. */
function digestWith(text: string): string {
  const up = { name: "001_a.up.sql", file: "m/001_a.up.sql", text: "CREATE TABLE t ();" };
  const [file] = plain.makeMigrations([up, largeSource("001_a.down.sql", text, 50)]).files;
  if (file?.down == null) throw new Error("There is no way back.");
  const step = makeDownStep({ file, down: file.down, row: makeRow("001") }, LEDGER_NAME);
  const target = { host: "h", port: 5432, database: "d" };
  return makeDigest({ target, head: { version: "1", applied: 1 }, steps: [step] });
}

test("a plan with a large way back is another one when that is", () => {
  expect(digestWith("DROP TABLE t;")).toBe(digestWith("DROP TABLE t;"));
  expect(digestWith("DROP TABLE t;")).not.toBe(digestWith("DROP TABLE u;"));
});
