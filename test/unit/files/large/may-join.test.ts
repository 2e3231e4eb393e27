import { expect, test } from "vitest";
import { mayJoin } from "../../../../src/files/large/may-join.ts";
import type { LedgerName } from "../../../../src/inputs/inputs.ts";
import { LEDGER_NAME } from "../../../support/plan-values.ts";

/** Whether the statement that `sql` is, without its `;`, may join, in a window that begins at byte 100. */
function joins(sql: string, behind = "", ledger: LedgerName = LEDGER_NAME): boolean {
  const window = { text: `;${sql};${behind}`, from: 100, isLast: false };
  return mayJoin(ledger)(window, { from: 101, to: 101 + sql.length });
}

test("a statement may join beside one that inserts into the ledger: only its own words count", () => {
  const insert = "INSERT INTO schema_migrations VALUES ('1')";
  expect(joins("WITH x AS (SELECT 1) SELECT 2", insert)).toBe(true);
  expect(joins(insert, "SELECT 1")).toBe(false);
  expect(joins(`WITH x AS (${insert}) SELECT 1`)).toBe(false);
});

test("a ledger with a quote in its name is known as SQL writes it", () => {
  const ledger = { schema: "public", table: 'led"ger' };
  expect(joins('INSERT INTO "led""ger" VALUES (1)', "", ledger)).toBe(false);
  expect(joins('INSERT INTO "ledger" VALUES (1)', "", ledger)).toBe(true);
});
