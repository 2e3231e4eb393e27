import { expect, test } from "vitest";
import type { Layout } from "../../../src/files/migration-file.ts";
import { downRefusals } from "../../../src/plan/down-refusals.ts";
import { LEDGER_NAME, makeFile, makeRow, makeSet } from "../../support/plan-values.ts";

const { layout } = makeSet();
const hintsIn = (own: Layout) =>
  downRefusals([{ file: makeFile("001_a"), row: makeRow("001") }], [], {
    ledger: LEDGER_NAME,
    layout: own,
  }).map(({ code, hint }) => `${code}: ${hint}`);

test("a migration without a way back: the layout says which file that is", () => {
  expect(hintsIn({ ...layout, wayBack: "`NAME.down.sql` beside it" })).toEqual([
    "DOWN_MISSING: Write one, `NAME.down.sql` beside it (an empty file is one that does nothing), or undo it with a new migration.",
  ]);
});

test("… or that it cannot be given one", () => {
  expect(hintsIn({ ...layout, name: "prisma", wayBack: null })).toEqual([
    "DOWN_MISSING: Undo it with a new migration: in the layout prisma a migration that is applied cannot be given one.",
  ]);
});
