import { expect, test } from "vitest";
import { parseFlywayVersion } from "../../../src/files/layouts/flyway-name.ts";
import { parseNumberVersion } from "../../../src/files/layouts/numbered-name.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { matchLedger } from "../../../src/plan/match-ledger.ts";
import { makeAcceptance } from "../../../src/recovery/make-acceptance.ts";
import { makeLedger, makeRepeatable, makeRow, makeSet } from "../../support/plan-values.ts";

const SET = makeSet("001_a", "002_b");
const WITH_REPEATABLE = {
  layout: {
    ...SET.layout,
    parseVersion: (text: string) => parseNumberVersion(text) ?? parseFlywayVersion(text),
  },
  files: [...SET.files, makeRepeatable("views")],
};

/** What is said of `asked` where `rows` are on record. */
function said(asked: string, ...rows: LedgerRow[]) {
  const found = makeAcceptance(asked, WITH_REPEATABLE, matchLedger(WITH_REPEATABLE, makeLedger(...rows)));
  return "refusal" in found ? found.refusal : found.acceptance;
}

test.each([
  ["001", makeRow("001", { checksum: "sha256:then" }), "edited"],
  ["1", makeRow("001", { checksum: "sha256:then" }), "edited"],
  ["001", makeRow("1", { checksum: "sha256:then", origin: "adopted from dbmate" }), "edited"],
  ["001", makeRow("001", { checksum: "sha256:SELECT 1;" }), "same"],
] as const)("of %s, with this row on record, the file is %s", (asked, row, stand) => {
  expect(said(asked, row)).toEqual({ file: SET.files[0], row, stand });
});

test.each<[string, string, LedgerRow[], string, string]>([
  ["nobody knows", "009", [], "There is no migration 009", "`status` lists"],
  ["nobody can know", "nonsense", [], "There is no migration nonsense", "`status` lists"],
  ["is not applied", "002", [makeRow("001")], "m/002_b.sql is not applied", "`up` applies it"],
  [
    "was left half-way",
    "001",
    [makeRow("001", { status: "failed", checksum: "sha256:then" })],
    "m/001_a.sql is recorded as failed",
    "`--resolve resume`",
  ],
  [
    "is being worked on",
    "001",
    [makeRow("001", { status: "running", checksum: "sha256:then" })],
    "m/001_a.sql is recorded as running",
    "repair --version 001",
  ],
  [
    "has no file",
    "007",
    [makeRow("007", { checksum: "sha256:then" })],
    "Version 007 is on record, but its file is not",
    "Restore the file",
  ],
  [
    "has another tool's checksum",
    "001",
    [makeRow("001", { checksum: "md5:abc", origin: "adopted from x" })],
    "a checksum of another kind (adopted from x), md5:abc",
    "`up` does not compare it",
  ],
  ["has no checksum", "001", [makeRow("001")], "m/001_a.sql is on record without a checksum.", "not compare"],
  [
    "is repeatable",
    "R__views",
    [makeRow("R__views", { checksum: "sha256:then" })],
    "is repeatable",
    "`up` runs it again",
  ],
])("of one that %s nothing can be accepted", (_, asked, rows, message, hint) => {
  expect(said(asked, ...rows)).toMatchObject({
    code: "REPAIR_REFUSED",
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});
