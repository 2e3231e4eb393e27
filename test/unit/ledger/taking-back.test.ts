import { expect, test } from "vitest";
import { backChecksum, isTakingBack, takingBack } from "../../../src/ledger/taking-back.ts";
import { makeRow } from "../../support/plan-values.ts";

const CHECKSUM = `sha256:${"0a".repeat(32)}`;

test.each([
  [takingBack(CHECKSUM), true, CHECKSUM],
  [`${takingBack(CHECKSUM)}: no such table`, true, CHECKSUM],
  ["while it was taken back", true, null],
  ["while it was taken back: no such table", true, null],
  ["while it was taken back (sha256:0a)", true, null],
  [`${takingBack("sha256:no")}: ${takingBack(CHECKSUM)}`, true, null],
  [`it stopped ${takingBack(CHECKSUM)}`, false, null],
  ["no such table", false, null],
  [null, false, null],
])("a row that says %j is on its way back: %s, with the checksum %s", (errorMessage, isBack, checksum) => {
  const row = makeRow("1", { errorMessage });
  expect([isTakingBack(row), backChecksum(row)]).toEqual([isBack, checksum]);
});
