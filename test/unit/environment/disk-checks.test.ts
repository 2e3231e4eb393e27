import { describe, expect, test } from "vitest";
import type { Disks } from "../../../src/database/read-disks.ts";
import { checkDisks } from "../../../src/environment/disk-checks.ts";
import { makeWrittenAnew, type Written } from "../../../src/environment/written-anew.ts";
import { findHazards } from "../../../src/hazards/find-hazards.ts";
import type { StatementTrace } from "../../../src/rehearsal/trace/statement-trace.ts";
import { parseSteps } from "../../../src/syntax/parse-steps.ts";
import { makeFacts, makeTable, parse } from "../../support/hazard-values.ts";
import { makeStep } from "../../support/plan-values.ts";

const MB = 1024 ** 2;
const TABLE = { sizeBytes: 10 * MB, totalBytes: 15 * MB } as const;
const USERS = makeTable("users", TABLE);
const ORDERS = makeTable("orders", TABLE);

function writtenBy(files: readonly string[], traces: readonly (StatementTrace | null)[] | null = null) {
  const steps = files.map((text, index) => makeStep(`00${index + 1}_pending`, text));
  const parsed = parseSteps(steps, parse);
  const facts = makeFacts([ORDERS, USERS]);
  const hazards = findHazards({ steps: parsed, facts, server: { major: 18 }, parse });
  const [first] = steps;
  return makeWrittenAnew({
    steps: parsed,
    facts,
    hazards,
    traces: traces === null || first === undefined ? null : new Map([[first, traces]]),
  });
}

const words = (written: readonly (readonly Written[])[]) =>
  written.map((one) =>
    one.map(({ name, work, sizeBytes }) => `${name} ${work} ${sizeBytes === null ? "?" : sizeBytes / MB}`),
  );

const TRACE: StatementTrace = {
  locks: [
    {
      relation: "public.people",
      kind: "table",
      mode: "AccessExclusiveLock",
      heldSince: 0,
      onTarget: "public.users",
      table: null,
    },
  ],
  indexLocks: [],
  rewrites: ["public.people"],
  scans: [],
  invalid: [],
  basis: "observed",
};

describe("what a plan writes anew", () => {
  test("is what its words say: tables with their indexes, and for an index its table's size", () => {
    expect(
      words(
        writtenBy([
          "ALTER TABLE users ALTER id TYPE numeric; CREATE INDEX ON orders (id);",
          "ALTER TABLE users ADD note text;",
          "CREATE INDEX ON users (id);",
        ]),
      ),
    ).toEqual([["users rewrite 15", "orders index-build 10"], ["users index-build 10"]]);
  });

  test("is by transaction: outside of one each statement for itself", () => {
    expect(
      words(
        writtenBy([
          "-- migrate:no-transaction\nVACUUM FULL users;\nCREATE INDEX CONCURRENTLY i ON orders (id);",
        ]),
      ),
    ).toEqual([["users rewrite 15"], ["orders index-build 10"]]);
  });

  test("is what the rehearsal has seen too, by the table's name on the target", () => {
    const opaque = "DO $$ BEGIN EXECUTE 'ALTER TABLE users ALTER id TYPE numeric'; END $$;";
    expect(words(writtenBy([opaque]))).toEqual([]);
    expect(words(writtenBy([opaque], [TRACE]))).toEqual([["users rewrite 15"]]);
  });

  test("is not an emptied table's new file, nor what is copied to another place, as far as that is known", () => {
    expect(words(writtenBy(["TRUNCATE users;"], [TRACE]))).toEqual([]);
    expect(words(writtenBy(["ALTER TABLE users SET TABLESPACE other;"]))).toEqual([["users rewrite ?"]]);
  });

  test("is nothing of what the plan itself makes", () => {
    expect(words(writtenBy(["CREATE TABLE t (a int); ALTER TABLE t ALTER a TYPE text;"]))).toEqual([]);
  });
});

const rewrite = (name: string, mb: number | null): Written => ({
  schema: "public",
  name,
  work: "rewrite",
  sizeBytes: mb === null ? null : mb * MB,
});
const index = (name: string, mb: number): Written => ({ ...rewrite(name, mb), work: "index-build" });

function disksOf(...freeMb: readonly number[]): Disks {
  const disks = freeMb.map((mb, number) => ({
    path: `/disk${number}`,
    freeBytes: mb * MB,
    sizeBytes: 1_000 * MB,
  }));
  // users on the first, orders on the last.
  return { disks, diskOf: [0, disks.length - 1], maxWalBytes: 8 * MB };
}

const judge = (written: readonly (readonly Written[])[], disks: Disks | string) =>
  checkDisks(written, disks, [USERS, ORDERS]).map(
    ({ state, stop, figures }) => `${figures["path"] ?? ""} ${stop?.code ?? state}`,
  );

describe("a disk", () => {
  test.each<[string, readonly (readonly Written[])[], number, string]>([
    ["that a rewrite would fill stops the run", [[rewrite("users", 15)]], 14, "DISK_TOO_SMALL"],
    ["with room for one copy and not for its log is told of", [[rewrite("users", 15)]], 29, "warning"],
    ["with room for both holds", [[rewrite("users", 15)]], 30, "holds"],
    [
      "needs room for all rewrites of a transaction",
      [[rewrite("users", 15), rewrite("t", 15)]],
      29,
      "DISK_TOO_SMALL",
    ],
    [
      "needs room for one after the other of several",
      [[rewrite("users", 15)], [rewrite("t", 15)]],
      30,
      "holds",
    ],
    ["that indexes alone would fill is told of: they may be smaller", [[index("users", 10)]], 9, "warning"],
    [
      "keeps indexes of one transaction in the next",
      [[index("users", 10)], [index("users", 10)]],
      39,
      "warning",
    ],
    ["and holds where they fit", [[index("users", 10)], [index("users", 10)]], 40, "holds"],
    ["with less than the log may take is told of where nothing is written", [], 7, "warning"],
    ["with as much holds", [], 8, "holds"],
  ])("%s", (_, written, freeMb, expected) => {
    expect(judge(written, disksOf(freeMb))).toEqual([`/disk0 ${expected}`]);
  });

  test("that the plan writes nothing on is not spoken of, the data directory's aside", () => {
    expect(judge([[rewrite("users", 15)]], disksOf(100, 1))).toEqual(["/disk0 holds"]);
    expect(judge([[rewrite("orders", 15)]], disksOf(100, 1))).toEqual([
      "/disk0 holds",
      "/disk1 DISK_TOO_SMALL",
    ]);
  });

  test("that cannot be seen stops nothing, and it is said how much is written", () => {
    expect(checkDisks([[rewrite("users", 15)]], "it is elsewhere", [])).toMatchObject([
      {
        state: "not-readable",
        message: "Free disk is not known: it is elsewhere. The plan writes up to 15 MB anew.",
      },
    ]);
  });

  test("is not judged by a table whose size is not known; that is said", () => {
    expect(judge([[rewrite("users", null)]], disksOf(100))).toEqual(["/disk0 holds", " not-readable"]);
  });
});
