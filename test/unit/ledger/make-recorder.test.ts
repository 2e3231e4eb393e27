import { describe, expect, test } from "vitest";
import { splitStatements } from "../../../src/files/sql/split-statements.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { makeRecorder } from "../../../src/ledger/make-recorder.ts";
import { NO_LEDGER } from "../../../src/ledger/no-ledger.ts";
import { makeLedger } from "../../support/plan-values.ts";
import { parsed } from "../inputs/support.ts";

/** How a run with these inputs records in `ledger`; `creation`: the SQL by which its first file makes one. */
function recorderOf(
  ledger: Ledger,
  creation: string | null = null,
  values: Record<string, string> = {},
  redact = (text: string) => text,
) {
  const statement = creation === null ? null : (splitStatements(creation).statements[0] ?? null);
  const inputs = parsed(values, { GITHUB_ACTOR: "alice" });
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

test("what is recorded of its surroundings is without secrets, and nothing stays nothing", () => {
  const hide = (text: string) => `hidden ${text.length}`;
  expect(recorderOf(makeLedger(), null, { environment: "staging" }, hide)).toMatchObject({
    actor: "hidden 5",
    environment: "hidden 7",
    runUrl: null,
  });
  expect(recorderOf(makeLedger(), null, {}, hide)).toMatchObject({ environment: null });
});

describe("rows of the history get ids that the run chooses", () => {
  const withId = (type: string): Ledger => ({ ...makeLedger(), historyColumns: new Map([["id", type]]) });

  test.each<[string, Ledger, string | null, boolean]>([
    ["where they are uuids", withId("uuid"), null, true],
    ["where the history is still to be made", NO_LEDGER, null, true],
    ["where a file has made the ledger long ago", withId("uuid"), STEMS, true],
    ["but not where the first file makes it as it likes", NO_LEDGER, STEMS, false],
    ["but not where they are numbers", withId("bigint"), null, false],
    ["but not where they only begin so", withId("uuids"), null, false],
    ["but not where they only end so", withId("my_uuid"), null, false],
  ])("%s", (_, ledger, creation, chooses) => {
    expect(recorderOf(ledger, creation).choosesHistoryIds).toBe(chooses);
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
