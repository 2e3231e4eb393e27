import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { makeRecorder } from "../../../src/ledger/make-recorder.ts";
import { NO_LEDGER } from "../../../src/ledger/no-ledger.ts";
import { makeLedger } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

/** How a run with these inputs records in `ledger`; `creation`: the SQL by which its first file makes one. */
function recorderOf(ledger: Ledger, creation: string | null = null, values: Record<string, string> = {}) {
  const statement = creation === null ? null : (splitStatements(creation).statements[0] ?? null);
  const inputs = parsed(values, { GITHUB_ACTOR: "alice" });
  const redact = (text: string) => text;
  return makeRecorder({
    ...{ inputs, ledger, redact, creation: statement },
    ...{ runMark: "0123456789ab", planDigest: "sha256:p", toolVersion: "1.2.3" },
  });
}

const STEMS = "CREATE TABLE schema_migrations (version text, applied_at timestamptz, description text)";

test("a run records in the ledger's next batch, with its plan, its tool, its environment and who began it", () => {
  const ledger = { ...makeLedger(), lastBatch: 6 };
  expect(recorderOf(ledger, null, { environment: "staging", "ledger-table": "m" })).toMatchObject({
    ...{ ledger: { schema: "public", table: "m" }, batch: 7, planDigest: "sha256:p", toolVersion: "1.2.3" },
    ...{ environment: "staging", actor: "alice", runUrl: null },
  });
});

describe("versions are recorded", () => {
  test.each<[string, Ledger, string | null, boolean, boolean]>([
    ["as they are, where nothing says otherwise", makeLedger(), null, false, false],
    ["as stems, where the ledger has them so", { ...makeLedger(), versionIsStem: true }, null, true, false],
    ["as stems, in a ledger that the first file makes so", NO_LEDGER, STEMS, true, true],
    [
      "as they are, where that file makes one with a status",
      NO_LEDGER,
      `${STEMS.slice(0, -1)}, status text)`,
      false,
      false,
    ],
    ["as they are, where there is a ledger before that file", makeLedger(), STEMS, false, false],
    ["as they are, where no file makes one", NO_LEDGER, null, false, false],
  ])("%s", (_, ledger, creation, versionIsStem, hasDescription) => {
    expect(recorderOf(ledger, creation)).toMatchObject({ versionIsStem, hasDescription });
  });

  test("with a description, where the ledger has that column", () => {
    const ledger = { ...makeLedger(), columns: new Map([["description", "text"]]) };
    expect(recorderOf(ledger)).toMatchObject({ hasDescription: true, versionIsStem: false });
  });
});
