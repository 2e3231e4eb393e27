import { expect, test } from "vitest";
import { parseFlywayVersion } from "../../../src/files/layouts/flyway-name.ts";
import type { MigrationFile } from "../../../src/files/migration-file.ts";
import type { LedgerRow } from "../../../src/ledger/ledger.ts";
import { makePlan } from "../../../src/plan/make-plan.ts";
import { likelyLists, pastStands } from "../../../src/plan/past-stands.ts";
import { LEDGER_NAME, makeFile, makeLedger, makeRepeatable, makeRow } from "../../support/plan-values.ts";

const LAYOUT = { name: "flyway", wayBack: null, parseVersion: parseFlywayVersion } as const;
const stems = (files: readonly MigrationFile[]) => files.map(({ stem }) => stem).join(" ");

/** The stands of a plan of these files over these rows, files by their stems. */
const standsOf = (files: readonly MigrationFile[], ...rows: (string | LedgerRow)[]) => {
  const plan = makePlan({ layout: LAYOUT, files }, makeLedger(...rows), {
    range: { target: null, version: null, steps: null },
    ...({ outOfOrder: "allow", halfWay: "resume", ledger: LEDGER_NAME } as const),
    target: { host: "h", port: 5432, database: "d" },
  });
  return [...pastStands(plan)].map(({ head, applied, takenBack, done, open }) => ({
    head: `${head.version} ${head.applied}`,
    applied: stems(applied.map(({ file }) => file)),
    takenBack: stems(takenBack),
    stood: `${stems(done)} | ${stems(open)}`,
  }));
};

const many = (count: number) => Array.from({ length: count }, (_, index) => makeFile(`${index + 1}_m`));

test("the ledger may have stood as it is, before the last ones by batch, or before the newest were taken back", () => {
  const files = [...["1_a", "2_b", "3_c", "4_d", "5_e"].map((stem) => makeFile(stem)), makeRepeatable("v")];
  const rows = ["1", "3", "R__v"].map((version) => makeRow(version, { batch: 1 }));
  expect(standsOf(files, ...rows, makeRow("2", { batch: 2 }))).toEqual([
    { head: "3 4", applied: "", takenBack: "", stood: "1_a 2_b 3_c R__v | 4_d 5_e" },
    { head: "3 3", applied: "2_b", takenBack: "", stood: "1_a 3_c R__v | 2_b 4_d 5_e" },
    { head: "3 2", applied: "R__v 2_b", takenBack: "", stood: "1_a 3_c | 2_b 4_d 5_e R__v" },
    { head: "1 1", applied: "3_c R__v 2_b", takenBack: "", stood: "1_a | 2_b 3_c 4_d 5_e R__v" },
    { head: "null 0", applied: "1_a 3_c R__v 2_b", takenBack: "", stood: " | 1_a 2_b 3_c 4_d 5_e R__v" },
    { head: "4 5", applied: "", takenBack: "4_d", stood: "1_a 2_b 3_c 4_d R__v | 5_e" },
    { head: "5 6", applied: "", takenBack: "4_d 5_e", stood: "1_a 2_b 3_c 4_d 5_e R__v | " },
  ]);
});

test("what is half-way was neither applied nor taken back, nor was a repeatable one that has not run", () => {
  const files = [makeFile("1_a"), makeFile("2_b"), makeRepeatable("v")];
  expect(standsOf(files, "1", makeRow("2", { status: "failed" })).map(({ head }) => head)).toEqual([
    ...["1 1", "null 0"],
  ]);
});

test("a row that is newer than all files is the head all the while", () => {
  expect(standsOf([makeFile("1_a"), makeFile("2_b")], "1", "9").map(({ head }) => head)).toEqual([
    ...["9 1", "9 0", "9 2"],
  ]);
});

test("no more than 200 are supposed to have been applied, or taken back", () => {
  const files = many(201);
  const applied = standsOf(files, ...files.map(({ version }) => version.text));
  expect([applied.length, applied.at(-1)?.head]).toEqual([201, "1 1"]);
  const open = standsOf(files);
  expect([open.length, open.at(-1)?.head]).toEqual([201, "200 200"]);
});

test("the likeliest lists are the first ones, then all but some neighbours, and those neighbours", () => {
  const lists = [...likelyLists(many(3))].map((list) => list.map(({ version }) => version.text).join(""));
  expect([...new Set(lists)]).toEqual(["123", "12", "1", "", "23", "13", "2", "3"]);
  expect([...likelyLists([])]).toEqual([[]]);
});
