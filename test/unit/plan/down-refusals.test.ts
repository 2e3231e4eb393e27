import { expect, test } from "vitest";
import type { Layout } from "../../../src/files/migration-file.ts";
import { downRefusals, endsTheRecord } from "../../../src/plan/down-refusals.ts";
import { LEDGER_NAME, makeFile, makeRow, makeSet, makeStepDown } from "../../support/plan-values.ts";

const { layout } = makeSet();
const toldIn = (own: Layout) =>
  downRefusals([{ file: makeFile("001_a"), row: makeRow("001") }], [], {
    ledger: LEDGER_NAME,
    layout: own,
  });
const MISSING = {
  ...{ code: "DOWN_MISSING", version: "001", at: null },
  message: "m/001_a.sql has no way back, so it cannot be taken back.",
};

test("a migration without a way back: the layout says which file that is", () => {
  expect(toldIn({ ...layout, wayBack: "`NAME.down.sql` beside it" })).toEqual([
    {
      ...MISSING,
      hint: "Write one, `NAME.down.sql` beside it (an empty file is one that does nothing), or undo it with a new migration.",
    },
  ]);
});

test("… or that it cannot be given one", () => {
  expect(toldIn({ ...layout, name: "prisma", wayBack: null })).toEqual([
    {
      ...MISSING,
      hint: "Undo it with a new migration: in the layout prisma a migration that is applied cannot be given one.",
    },
  ]);
});

test("a way back that takes the ledger: the statement that does, and what can be taken back instead", () => {
  const text = "DROP TABLE notes;\n  DROP TABLE schema_migrations;\nDROP TABLE migration_history;";
  expect(endsTheRecord(makeStepDown("001_a", text, makeRow("001")), LEDGER_NAME)).toEqual([
    {
      ...{ code: "DOWN_DROPS_LEDGER", version: "001" },
      message:
        "m/001_a.down.sql:2:3: This takes away the ledger or its history, and with it the record of what is applied.",
      hint: "Leave 001 applied: `target: 001` takes back all newer ones. What is no longer wanted at all, drop by hand.",
      at: { file: "m/001_a.down.sql", line: 2, column: 3 },
    },
  ]);
});
